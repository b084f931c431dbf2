import { chartOf } from "../../model/namespace.ts";
import { nearestWord } from "../../model/nearest.ts";
import type { Document, Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import type { Directive, DirectiveFault } from "../contract/directive.ts";
import type { Finding, Suppression } from "../contract/finding.ts";
import type { Override } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { successorOf } from "../contract/unknown-rule.ts";
import { DirectiveIndex } from "./directive-index.ts";
import { directivesOf, type WrittenDirective } from "./directives.ts";
import type { IgnoreUse, SuppressionFault, SuppressionFaults } from "./ignore-use.ts";

/** The directives of one release, and what they suppress. */
export class Suppressions {
  readonly #today: () => string;
  readonly #written: readonly WrittenDirective[];
  readonly #used = new Set<Directive>();
  /** Which findings a directive suppresses if they are said: they are not decided yet. */
  readonly #usedIf = new Map<Directive, number[]>();
  readonly #ran: ReadonlySet<string>;
  /** Those that hold, made when the first finding is looked up. */
  #index: DirectiveIndex | undefined;

  readonly #ignores: IgnoreUse;

  /**
   * `ran` are the rules that can have findings in this run: a directive for another rule is not called unused. `ignores`
   * is what the run knows of the configuration's entries.
   */
  constructor(
    documents: readonly Document[],
    overrides: readonly Override[],
    today: () => string,
    ran: ReadonlySet<string>,
    ignores: IgnoreUse,
  ) {
    this.#ignores = ignores;
    this.#today = today;
    this.#ran = ran;
    this.#written = directivesOf(documents, overrides);
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

  /** What suppresses what a rule finds at a place, where that is asked of each line; the place is looked for only then. */
  ofLine(rule: string, manifest: Manifest, place: () => Location): Directive | undefined {
    if (this.#written.length === 0 || !this.#holding().coversLines(rule, manifest.document.file)) return undefined;
    return this.#holding().covering({ rule, location: place() }, manifest);
  }

  #covering(finding: Finding, manifest: Manifest): Directive | undefined {
    return this.#written.length === 0 ? undefined : this.#holding().covering(finding, manifest);
  }

  #holding(): DirectiveIndex {
    this.#index ??= new DirectiveIndex(this.#written, this.#ran, (said) => this.#holds(said));
    return this.#index;
  }

  /**
   * Directives that did not do what they were written for. Ask when every finding was seen. Of an `ignore` of the
   * configuration that is told once, with one resource that it fits, when the whole input was read: what is unused
   * here may be used in another release.
   */
  faults(rules: readonly AnyRule[]): SuppressionFaults {
    if (this.#written.length === 0) return [];
    const known = rules.map(({ id }) => id);
    const knownRules = new Set(known);
    for (const one of this.#written) {
      if (!("rule" in one) || one.ignore === undefined) continue;
      const fault = this.#faultOf(one, knownRules);
      if (fault !== undefined) this.#ignores.note(one.ignore, { directive: one, fault });
    }
    const meant = remembering((written: string) => successorOf(written, rules)?.id ?? nearestWord(written, known));
    return { [Symbol.iterator]: () => this.#ownFaults(knownRules, meant) };
  }

  /** One by one: a long input holds hundreds of thousands. */
  *#ownFaults(
    knownRules: ReadonlySet<string>,
    meantBy: (written: string) => string | undefined,
  ): Iterator<SuppressionFault> {
    let works: ReadonlySet<string> | undefined;
    for (const directive of this.#own()) {
      const fault = this.#faultOf(directive, knownRules);
      if (fault === undefined || (fault === "unused" && this.#usedIf.has(directive))) continue;
      if (fault === "unused") {
        works ??= new Set([...this.#used, ...this.#usedIf.keys()].flatMap((one) => helperText(one) ?? []));
        if (works.has(helperText(directive) ?? "")) continue;
      }
      const meant = fault === "unknown-rule" ? meantBy(directive.rule) : undefined;
      yield { directive, fault, ...(meant === undefined ? {} : { meant }) };
    }
  }

  /** What the input itself holds, in its order. */
  *#own(): Generator<Directive> {
    for (const one of this.#written) {
      if (!("rule" in one)) yield* one.directives();
      else if (one.ignore === undefined) yield one;
    }
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

  #holds(said: Pick<Directive, "reason" | "expires">): boolean {
    return said.reason !== undefined && !this.#isExpired(said);
  }

  #isExpired({ expires }: Pick<Directive, "expires">): boolean {
    return expires !== undefined && expires < this.#today();
  }
}

/** So many answers are remembered, more than a chart asks for. */
const mostAnswers = 1000;

/** The same answer to the same question: thousands of suppressions may misspell a rule alike. */
function remembering(answer: (question: string) => string | undefined): (question: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (question) => {
    if (known.has(question)) return known.get(question);
    const answered = answer(question);
    if (known.size < mostAnswers) known.set(question, answered);
    return answered;
  };
}

/**
 * What a chart's helper prints at each place that includes it: where one copy is needed, so is the helper's. Undefined outside of
 * charts.
 */
function helperText({ kind, rule, reason, expires, location }: Directive): string | undefined {
  const chart = chartOf(location?.source);
  return chart === undefined ? undefined : JSON.stringify([chart, kind, rule, reason, expires]);
}

function suppressionBy({ kind, reason, expires, location }: Directive): Suppression {
  return {
    kind,
    ...(reason === undefined ? {} : { reason }),
    ...(expires === undefined ? {} : { expires }),
    ...(location === undefined ? {} : { location }),
  };
}
