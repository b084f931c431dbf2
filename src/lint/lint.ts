import {
  formatMinor,
  isGateOn,
  KubernetesVersionError,
  type Minor,
  newestMinor,
  parseMinors,
} from "../model/kubernetes-version.ts";
import { isUsedKind, Release } from "../model/release.ts";
import { manifestsOf, releaseDocuments } from "../model/releases.ts";
import type { Document, Input } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import { readInput } from "../read/stream.ts";
import { attachExcerpts, Excerpts } from "./excerpt.ts";
import type { Finding, Report, Severity, SuppressedFinding } from "./finding.ts";
import { Locator } from "./locate.ts";
import { type LintOptions, OptionError } from "./options.ts";
import { byPlace, countEqual } from "./order.ts";
import { refusalsOf } from "./refusals.ts";
import type { AnyRule, Violation } from "./rule.ts";
import { Settings } from "./settings.ts";
import { toolVersion } from "./tool-version.ts";

/** A fault of ours in one rule: the command line answers with exit status 3. */
export class RuleFault extends Error {
  override readonly name = "RuleFault";
  readonly rule: string;

  constructor(rule: string, cause: unknown) {
    super(`rule ${rule} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.rule = rule;
  }
}

/**
 * Reads the inputs, relates what is in them, runs the rules and reports. The inputs are consumed once, release by
 * release, so that a stream of any length needs the memory of its largest release.
 *
 * Throws {@link OptionError} for options that cannot be used and {@link RuleFault} for a fault of a rule.
 */
export function lintWith(rules: readonly AnyRule[], inputs: Iterable<Input>, options: LintOptions = {}): Report {
  return new Run([...rules, ...(options.plugins ?? [])], options).report(inputs);
}

class Run {
  readonly #options: LintOptions;
  readonly #settings: Settings;
  readonly #active: readonly AnyRule[];
  readonly #minors: readonly Minor[];
  readonly #excerpts = new Excerpts();
  readonly #findings: Finding[] = [];
  readonly #suppressed: SuppressedFinding[] = [];
  readonly #problems: Problem[] = [];
  #statefulSets = 0;
  #documents = 0;
  #notChecked = 0;

  constructor(rules: readonly AnyRule[], options: LintOptions) {
    this.#options = options;
    this.#settings = new Settings(rules, options);
    this.#active = rules.filter((rule) => this.#settings.isOn(rule) && isPossible(rule, options));
    this.#minors = minorsOf(options.kubernetesVersion);
  }

  report(inputs: Iterable<Input>): Report {
    for (const documents of releaseDocuments(this.#read(inputs))) this.#lint(documents);
    const findings = countEqual(this.#findings.sort(byPlace));
    const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
    const report: Report = {
      version: 1,
      tool: { name: "sts-lint", version: toolVersion },
      kubernetesVersions: this.#minors.map(formatMinor),
      summary: {
        statefulSets: this.#statefulSets,
        documents: this.#documents,
        notChecked: this.#notChecked,
        errors: count("error"),
        warnings: count("warning"),
        infos: count("info"),
        suppressed: this.#suppressed.length,
        problems: this.#problems.length,
      },
      rules: this.#active.map(({ id }) => id).sort(),
      findings,
      suppressed: this.#suppressed.sort(byPlace),
      problems: this.#problems,
    };
    attachExcerpts(report, this.#excerpts);
    return report;
  }

  /** The documents that rules read; the others are counted and let go at once. */
  *#read(inputs: Iterable<Input>): Generator<Document> {
    for (const input of inputs) {
      for (const document of readInput(input, (problem) => this.#problems.push(problem))) {
        const { kind } = document.header;
        this.#documents++;
        if (kind !== undefined && !isUsedKind(kind)) this.#notChecked++;
        else yield document;
      }
    }
  }

  #lint(documents: readonly Document[]): void {
    const release = new Release(manifestsOf(documents));
    for (const { problem } of documents) if (problem !== undefined) this.#problems.push(problem);
    this.#statefulSets += release.statefulSets.length;
    const locator = new Locator(this.#excerpts, this.#settings);
    const violations = this.#active.flatMap((rule) => this.#violations(rule, release));
    for (const { rule, violation } of withoutTakenOver(violations)) {
      const finding = guarded(rule, () => locator.locate(rule, violation));
      if (finding !== undefined) this.#findings.push(finding);
    }
  }

  #violations(rule: AnyRule, release: Release): { rule: AnyRule; violation: Violation }[] {
    return guarded(rule, () => {
      if (rule.subject === "Release") return [...rule.check(release, this.#context(rule, undefined))];
      return release.statefulSets.flatMap((set) => {
        if (this.#settings.for(rule, set.manifest).level === "off") return [];
        return [...rule.check(set, this.#context(rule, set.manifest))];
      });
    }).map((violation) => ({ rule, violation }));
  }

  #context(rule: AnyRule, manifest: Document["manifests"][number] | undefined) {
    return {
      kubernetesVersions: this.#minors.map(formatMinor),
      versionsWithout: (gate: string) =>
        this.#minors.filter((minor) => !isGateOn(gate, minor, this.#options.featureGates)).map(formatMinor),
      options: this.#settings.for(rule, manifest).options,
      refusals: (of: Document["manifests"][number]) => refusalsOf(of, this.#minors, this.#options.featureGates),
    };
  }
}

function isPossible(rule: AnyRule, options: LintOptions): boolean {
  switch (rule.needs) {
    case "chart":
      return options.chart !== undefined;
    case "against":
      return options.against !== undefined;
    case "live":
      return options.live === true;
    case undefined:
      return true;
  }
}

/** A refusal is reported once: by the rule that explains it, else by `api-refused`. */
function withoutTakenOver(violations: { rule: AnyRule; violation: Violation }[]) {
  const explained = new Map<unknown, Set<string>>();
  for (const { rule, violation } of violations) {
    if (rule.id === "api-refused" || violation.admission === undefined) continue;
    const { manifest } = violation.at;
    const keys = explained.get(manifest) ?? new Set();
    explained.set(manifest, keys.add(`${violation.admission.type} ${violation.admission.field}`));
  }
  if (explained.size === 0) return violations;
  return violations.filter(({ rule, violation: { admission, at } }) => {
    if (rule.id !== "api-refused" || admission === undefined) return true;
    return explained.get(at.manifest)?.has(`${admission.type} ${admission.field}`) !== true;
  });
}

function guarded<Result>(rule: AnyRule, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof OptionError ? error : new RuleFault(rule.id, error);
  }
}

function minorsOf(version: LintOptions["kubernetesVersion"]): readonly Minor[] {
  if (version === undefined) return [newestMinor];
  try {
    return parseMinors(typeof version === "string" ? version : version.join(","));
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(error.message);
    throw error;
  }
}
