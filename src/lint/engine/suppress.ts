import { filled, mapping } from "../../model/fields.ts";
import type { Document, Manifest } from "../../read/document.ts";
import type { Directive, DirectiveFault } from "../contract/directive.ts";
import type { Finding, Suppression } from "../contract/finding.ts";
import type { Override } from "../contract/options.ts";
import { fits } from "./settings.ts";

const commentPattern = /#\s*sts-lint-disable-(next-line|line)\s+([\w-]+)(?:\s+(?:--|—)\s*(.*?))?\s*$/;
const annotation = "sts-lint/ignore";

/** The directives of one release, and what they suppress. */
export class Suppressions {
  readonly #today: string;
  readonly #directives: readonly Directive[];
  readonly #used = new Set<Directive>();
  readonly #ran: ReadonlySet<string>;

  /** `ran` are the rules that can have findings in this run: a directive for another rule is not called unused. */
  constructor(documents: readonly Document[], overrides: readonly Override[], today: string, ran: ReadonlySet<string>) {
    this.#today = today;
    this.#ran = ran;
    this.#directives = documents.flatMap((document) => [
      ...comments(document),
      ...document.manifests.flatMap((manifest) => [...annotations(manifest), ...configured(manifest, overrides)]),
    ]);
  }

  /** What suppresses a finding, if anything does. */
  of(finding: Finding, manifest: Manifest): Suppression | undefined {
    const directive = this.#directives.find((one) => this.#holds(one) && covers(one, finding, manifest));
    if (directive === undefined) return undefined;
    this.#used.add(directive);
    const { kind, reason, expires, location } = directive;
    return {
      kind,
      ...(reason === undefined ? {} : { reason }),
      ...(expires === undefined ? {} : { expires }),
      ...(location === undefined ? {} : { location }),
    };
  }

  /** Directives that did not do what they were written for. Ask when every finding was seen. */
  faults(
    knownRules: ReadonlySet<string>,
  ): readonly { readonly directive: Directive; readonly fault: DirectiveFault }[] {
    return this.#directives.flatMap((directive) => {
      const fault = this.#faultOf(directive, knownRules);
      return fault === undefined ? [] : [{ directive, fault }];
    });
  }

  #faultOf(directive: Directive, knownRules: ReadonlySet<string>): DirectiveFault | undefined {
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

function covers(directive: Directive, finding: Finding, manifest: Manifest): boolean {
  if (directive.rule !== finding.rule) return false;
  if (directive.line === undefined) return directive.manifest === manifest;
  return directive.location?.file === finding.location.file && directive.line === finding.location.line;
}

/** `# sts-lint-disable-next-line ID -- reason` and `# sts-lint-disable-line ID -- reason`. */
function comments(document: Document): Directive[] {
  const [owner] = document.manifests;
  if (owner === undefined || !document.text.includes("sts-lint-disable-")) return [];
  return document.text.split("\n").flatMap((text, index) => {
    const match = text.length > 2_000 ? null : commentPattern.exec(text);
    if (match === null) return [];
    const line = document.line + index;
    const [whole, where, rule = "", words] = match;
    return [
      {
        kind: "comment",
        rule,
        ...reasonAndExpiry(words),
        manifest: ownerOf(document, line) ?? owner,
        location: {
          file: document.file,
          line,
          column: match.index + 1,
          endLine: line,
          endColumn: match.index + 1 + whole.trimEnd().length,
          ...(document.source === undefined ? {} : { source: document.source }),
        },
        line: where === "next-line" ? line + 1 : line,
      },
    ];
  });
}

/** The item of a List whose text a line is part of. */
function ownerOf(document: Document, line: number): Manifest | undefined {
  return document.items?.findLast((item) => item.locate([]).line <= line);
}

/** Annotation `sts-lint/ignore: "ID: reason"`, one a line. */
function annotations(manifest: Manifest): Directive[] {
  const written = filled(mapping(mapping(manifest.value.metadata).annotations)[annotation]);
  if (written === undefined) return [];
  const location = manifest.locate(["metadata", "annotations", annotation]);
  return written
    .split(/\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const colon = line.indexOf(":");
      const rule = (colon === -1 ? line : line.slice(0, colon)).trim();
      return {
        kind: "annotation",
        rule,
        ...reasonAndExpiry(colon === -1 ? undefined : line.slice(colon + 1)),
        manifest,
        location,
      };
    });
}

function configured(manifest: Manifest, overrides: readonly Override[]): Directive[] {
  return overrides.flatMap(({ match, ignore = [] }) =>
    ignore.length === 0 || !fits(match, manifest)
      ? []
      : ignore.map(({ rule, reason, expires }) => ({
          kind: "config" as const,
          rule,
          ...(reason.trim() === "" ? {} : { reason }),
          ...(expires === undefined ? {} : { expires }),
          manifest,
        })),
  );
}

/** `reason (expires 2027-01-31)`: the expiry stands at the end, in brackets. */
function reasonAndExpiry(words: string | undefined): { reason?: string; expires?: string } {
  const match = /^(.*?)\s*(?:\(expires (\d{4}-\d{2}-\d{2})\))?$/s.exec(words?.trim() ?? "");
  const [, reason = "", expires] = match ?? [];
  return { ...(reason === "" ? {} : { reason }), ...(expires === undefined ? {} : { expires }) };
}
