import { filled, mapping } from "../../model/fields.ts";
import { nearestWord } from "../../model/nearest.ts";
import type { Document, Manifest } from "../../read/document.ts";
import type { Directive, DirectiveFault } from "../contract/directive.ts";
import type { Finding, Suppression } from "../contract/finding.ts";
import type { Override } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { successorOf } from "../contract/unknown-rule.ts";
import { annotationText, commentText } from "./directive-text.ts";
import type { IgnoreUse, SuppressionFaults } from "./ignore-use.ts";
import { fits } from "./settings.ts";

/** Where a comment for us may begin. */
const opening = /#[ \t]*sts-?lint/gi;
const prefix = "sts-lint/";
const annotation = `${prefix}ignore`;

/** The directives of one release, and what they suppress. */
export class Suppressions {
  readonly #today: string;
  readonly #directives: readonly Directive[];
  readonly #used = new Set<Directive>();
  /** Which findings a directive suppresses if they are said: they are not decided yet. */
  readonly #usedIf = new Map<Directive, number[]>();
  readonly #ran: ReadonlySet<string>;

  readonly #ignores: IgnoreUse;

  /**
   * `ran` are the rules that can have findings in this run: a directive for another rule is not called unused. `ignores`
   * is what the run knows of the configuration's entries.
   */
  constructor(
    documents: readonly Document[],
    overrides: readonly Override[],
    today: string,
    ran: ReadonlySet<string>,
    ignores: IgnoreUse,
  ) {
    this.#ignores = ignores;
    this.#today = today;
    this.#ran = ran;
    this.#directives = documents.flatMap((document) => [
      ...comments(document, documents),
      ...document.manifests.flatMap((manifest) => [...annotations(manifest), ...configured(manifest, overrides)]),
    ]);
  }

  /** What suppresses a finding, if anything does. */
  of(finding: Finding, manifest: Manifest): Suppression | undefined {
    const directive = this.#covering(finding, manifest);
    if (directive === undefined) return undefined;
    this.#used.add(directive);
    if (directive.ignore !== undefined) this.#ignores.use(directive.ignore);
    return suppressionBy(directive);
  }

  /** What suppresses a finding that only the whole input decides: `open` is its number among those of the run. */
  ofOpen(finding: Finding, manifest: Manifest, open: number): Suppression | undefined {
    const directive = this.#covering(finding, manifest);
    if (directive === undefined) return undefined;
    const others = this.#usedIf.get(directive);
    if (others === undefined) this.#usedIf.set(directive, [open]);
    else others.push(open);
    if (directive.ignore !== undefined) this.#ignores.useIf(directive.ignore, open);
    return suppressionBy(directive);
  }

  #covering(finding: Finding, manifest: Manifest): Directive | undefined {
    return this.#directives.find((one) => this.#holds(one) && covers(one, finding, manifest));
  }

  /**
   * Directives that did not do what they were written for. Ask when every finding was seen. Of an `ignore` of the
   * configuration that is told once, with one resource that it fits, when the whole input was read: what is unused
   * here may be used in another release.
   */
  faults(rules: readonly AnyRule[]): SuppressionFaults {
    if (this.#directives.length === 0) return [];
    const knownRules = new Set(rules.map(({ id }) => id));
    return this.#directives.flatMap((directive) => {
      const fault = this.#faultOf(directive, knownRules);
      if (fault === undefined) return [];
      if (directive.ignore === undefined && fault === "unused" && this.#usedIf.has(directive)) return [];
      if (directive.ignore !== undefined) {
        this.#ignores.note(directive.ignore, { directive, fault });
        return [];
      }
      const meant =
        fault === "unknown-rule"
          ? (successorOf(directive.rule, rules)?.id ?? nearestWord(directive.rule, [...knownRules]))
          : undefined;
      return [{ directive, fault, ...(meant === undefined ? {} : { meant }) }];
    });
  }

  /** Directives that suppress nothing unless one of some findings is said, which only the whole input decides. */
  unusedUnless(): readonly { readonly faults: SuppressionFaults; readonly unless: readonly number[] }[] {
    return [...this.#usedIf].flatMap(([directive, unless]) =>
      directive.ignore !== undefined || this.#used.has(directive)
        ? []
        : [{ faults: [{ directive, fault: "unused" as const }], unless }],
    );
  }

  #faultOf(directive: Directive, knownRules: ReadonlySet<string>): DirectiveFault | undefined {
    if (directive.odd !== undefined) return "not-understood";
    if (!knownRules.has(directive.rule)) return "unknown-rule";
    if (directive.reason === undefined) return "without-reason";
    if (this.#isExpired(directive)) return "expired";
    return this.#used.has(directive) || !this.#ran.has(directive.rule) ? undefined : "unused";
  }

  #holds(directive: Directive): boolean {
    return directive.reason !== undefined && !this.#isExpired(directive);
  }

  #isExpired({ expires }: Directive): boolean {
    return expires !== undefined && expires < this.#today;
  }
}

function suppressionBy({ kind, reason, expires, location }: Directive): Suppression {
  return {
    kind,
    ...(reason === undefined ? {} : { reason }),
    ...(expires === undefined ? {} : { expires }),
    ...(location === undefined ? {} : { location }),
  };
}

function covers(directive: Directive, finding: Finding, manifest: Manifest): boolean {
  if (directive.rule !== finding.rule) return false;
  if (directive.line === undefined) return directive.manifest === manifest;
  return directive.location?.file === finding.location.file && directive.line === finding.location.line;
}

/** The directives in a document's comments; a line inside a string is none. */
function comments(document: Document, all: readonly Document[]): Directive[] {
  const small = document.text.toLowerCase();
  if (!small.includes("sts-lint") && !small.includes("stslint")) return [];
  // A comment above the first `---` stands in a document that holds nothing else.
  const owner = document.manifests[0] ?? all.find(({ manifests }) => manifests.length > 0)?.manifests[0];
  if (owner === undefined) return [];
  return document.text.split("\n").flatMap((text, index) => {
    const line = document.line + index;
    for (const { index: at } of text.matchAll(opening)) {
      if (!document.isComment(line, at + 1)) continue;
      const directive = commentText(text.slice(at + 1));
      if (directive === undefined) return [];
      const { where, rules, ...said } = directive;
      const shared = {
        kind: "comment" as const,
        ...said,
        manifest: ownerOf(document, line) ?? owner,
        location: {
          file: document.file,
          line,
          column: at + 1,
          endLine: line,
          endColumn: text.trimEnd().length + 1,
          ...(document.source === undefined ? {} : { source: document.source }),
        },
        line: where === "next-line" ? line + 1 : line,
      };
      return said.odd === undefined ? rules.map((rule) => ({ ...shared, rule })) : [{ ...shared, rule: "" }];
    }
    return [];
  });
}

/** The item of a List whose text a line is part of. */
function ownerOf(document: Document, line: number): Manifest | undefined {
  return document.items?.findLast((item) => item.locate([]).line <= line);
}

/** Annotation `sts-lint/ignore: "ID: reason"`; another annotation of ours is not understood. */
function annotations(manifest: Manifest): Directive[] {
  const { text } = manifest.document;
  // Most texts tell that there is none: a long stream is not parsed for them. Behind a backslash anything may be written.
  if (!text.includes(prefix) && !text.includes("\\")) return [];
  const written = mapping(mapping(manifest.value.metadata).annotations);
  return Object.keys(written).flatMap((key): Directive[] => {
    if (!key.startsWith(prefix)) return [];
    const shared = {
      kind: "annotation" as const,
      manifest,
      location: manifest.locate(["metadata", "annotations", key]),
    };
    if (key !== annotation)
      return [
        { ...shared, rule: "", odd: `there is no annotation \`${key.slice(0, 60)}\`; did you mean \`${annotation}\`?` },
      ];
    return annotationText(filled(written[key]) ?? "").flatMap(({ rules, ...said }) =>
      said.odd === undefined ? rules.map((rule) => ({ ...shared, ...said, rule })) : [{ ...shared, ...said, rule: "" }],
    );
  });
}

function configured(manifest: Manifest, overrides: readonly Override[]): Directive[] {
  return overrides.flatMap(({ match, ignore = [] }) =>
    ignore.length === 0 || !fits(match, manifest)
      ? []
      : ignore.map((entry) => {
          const { rule, reason, expires, location } = entry;
          return {
            kind: "config" as const,
            rule,
            ...(reason.trim() === "" ? {} : { reason }),
            ...(expires === undefined ? {} : { expires }),
            ...(location === undefined ? {} : { location }),
            ignore: entry,
            manifest,
          };
        }),
  );
}
