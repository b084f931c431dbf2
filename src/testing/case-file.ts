import type { Severity } from "../lint/contract/finding.ts";
import type { LintOptions } from "../lint/contract/options.ts";
import { asText, filled, isMapping, list, mapping, texts } from "../model/fields.ts";
import { readManifests } from "../read/index.ts";
import { readMarks } from "./marked-text.ts";

/** One case of a rule: manifests, and whether the rule is to speak. */
export interface RuleCase {
  readonly name: string;
  readonly valid: boolean;
  /** With marks: « » around each finding's place, ‹ › around related ones. */
  readonly manifests: string;
  /** What runs now, for rules about upgrades; it may carry marks too. */
  readonly against?: string;
  /** Expected of every finding of the case. */
  readonly severity?: Severity;
  /** Words that the findings' messages contain, in the findings' order; one for all where it is a single text. */
  readonly says: readonly string[];
  readonly options: LintOptions;
  /** The rule's own options. */
  readonly ruleOptions: Readonly<Record<string, unknown>>;
}

const known = [
  "name",
  "manifests",
  "against",
  "severity",
  "says",
  "kubernetesVersion",
  "featureGates",
  "options",
  "chart",
  "values",
  "set",
  "live",
  "apply",
];

/**
 * Reads a table of cases: a mapping with `invalid` and `valid`, each a list. Throws for a table that cannot be read
 * or has keys nobody reads, because a case that is silently not run proves nothing.
 */
export function readCases(text: string): readonly RuleCase[] {
  const { documents, problems } = readManifests([{ name: "cases", text }]);
  const [problem] = problems.filter(({ kind }) => kind === "unreadable");
  if (problem !== undefined) throw new Error(`line ${problem.line}: ${problem.message}`);
  const table = mapping(documents[0]?.value);
  const stray = Object.keys(table).find((key) => key !== "valid" && key !== "invalid");
  if (stray !== undefined) throw new Error(`a table of cases has \`invalid\` and \`valid\`, not \`${stray}\``);
  const cases = [
    ...list(table.invalid).map((entry) => readCase(entry, false)),
    ...list(table.valid).map((entry) => readCase(entry, true)),
  ];
  if (cases.length === 0) throw new Error("there are no cases");
  return cases;
}

function readCase(entry: unknown, valid: boolean): RuleCase {
  const fields = mapping(entry);
  const name = filled(fields.name) ?? "";
  const stray = Object.keys(fields).find((key) => !known.includes(key));
  if (name === "" || filled(fields.manifests) === undefined)
    throw new Error(`case \`${name}\` needs a name and manifests`);
  if (stray !== undefined) throw new Error(`case \`${name}\` has a key that nobody reads: \`${stray}\``);
  const { kubernetesVersion, featureGates, severity, against } = fields;
  const gates = Object.entries(mapping(featureGates)).filter(
    (gate): gate is [string, boolean] => typeof gate[1] === "boolean",
  );
  const chart = list(fields.chart).map((file) => ({
    path: filled(mapping(file).path) ?? "",
    text: filled(mapping(file).text) ?? "",
  }));
  return {
    name,
    valid,
    manifests: filled(fields.manifests) ?? "",
    ...(typeof against === "string" ? { against } : {}),
    ...(severity === "error" || severity === "warning" || severity === "info" ? { severity } : {}),
    says: typeof fields.says === "string" ? [fields.says] : texts(fields.says),
    options: {
      ...(kubernetesVersion === undefined ? {} : { kubernetesVersion: asText(kubernetesVersion) }),
      ...(gates.length === 0 ? {} : { featureGates: Object.fromEntries(gates) }),
      ...(typeof against === "string" ? { against: [{ name: "against", text: readMarks(against).text }] } : {}),
      ...(chart.length === 0 ? {} : { chart, render: readRender(fields) }),
      ...(fields.live === true ? { live: true } : {}),
      ...(fields.apply === "server" ? { apply: "server" } : {}),
    },
    ruleOptions: isMapping(fields.options) ? fields.options : {},
  };
}

/** What a user gives to the chart: `values` as with `-f`, `set` as with `--set`. */
function readRender({ values, set }: Readonly<Record<string, unknown>>): NonNullable<LintOptions["render"]> {
  return { ...(isMapping(values) ? { values: [values] } : {}), set: texts(set) };
}
