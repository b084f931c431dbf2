import { filled, mapping } from "../../model/fields.ts";
import { nearestWord } from "../../model/nearest.ts";
import type { Document, Manifest } from "../../read/document.ts";
import type { Directive, DirectiveFault } from "../contract/directive.ts";
import type { Finding, Suppression } from "../contract/finding.ts";
import type { Override } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { successorOf } from "../contract/unknown-rule.ts";
import { DirectiveIndex } from "./directive-index.ts";
import { annotationText, commentText, namesUs } from "./directive-text.ts";
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
  /** Those that hold, made when the first finding is asked about. */
  #index: DirectiveIndex | undefined;

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
    const first = firstManifest(documents);
    this.#directives = documents.flatMap((document) => [
      ...comments(document, first),
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
    if (this.#directives.length === 0) return undefined;
    this.#index ??= new DirectiveIndex(this.#directives.filter((one) => this.#holds(one)));
    return this.#index.covering(finding, manifest);
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

/** The directives in a document's comments; a line inside a string is none. */
function comments(document: Document, first: () => Manifest | undefined): Directive[] {
  if (!namesUs(document.text)) return [];
  // A comment above the first `---` stands in a document that holds nothing else.
  const owner = document.manifests[0] ?? first();
  if (owner === undefined) return [];
  const itemAt = itemsByLine(document);
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
        manifest: itemAt(line) ?? owner,
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

/** The first manifest of all, looked for once. */
function firstManifest(documents: readonly Document[]): () => Manifest | undefined {
  let found: { readonly manifest: Manifest | undefined } | undefined;
  return () => {
    found ??= { manifest: documents.find(({ manifests }) => manifests.length > 0)?.manifests[0] };
    return found.manifest;
  };
}

/** The item of a List whose text a line is part of: the last that begins there or before. */
function itemsByLine(document: Document): (line: number) => Manifest | undefined {
  const { items } = document;
  if (items === undefined) return () => undefined;
  // The least line from an item on: what is asked for is the last item for which that is not behind the line.
  let least: number[] | undefined;
  return (line) => {
    least ??= leastFrom(items.map((item) => item.locate([]).line));
    let low = 0;
    for (let high = least.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((least[middle] ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return items[low - 1];
  };
}

/** For each place the least of the numbers from there on. */
function leastFrom(numbers: readonly number[]): number[] {
  const least = [...numbers];
  for (let i = least.length - 2; i >= 0; i--) least[i] = Math.min(least[i] ?? 0, least[i + 1] ?? 0);
  return least;
}

/** Annotation `sts-lint/ignore: "ID: reason"`; another annotation of ours is not understood. */
function annotations(manifest: Manifest): Directive[] {
  const { document, base } = manifest;
  // Most texts tell that there is none: a long stream is not parsed for them. A List is parsed, and has many items.
  if (base.length === 0 && !mayHoldAnnotation(document.text)) return [];
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

/** Behind a backslash anything may be written. */
function mayHoldAnnotation(text: string): boolean {
  return text.includes(prefix) || text.includes("\\");
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
