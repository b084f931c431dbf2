import { readFileSync } from "node:fs";
import { type Finding, type LintOptions, lint, rules } from "../../src/index.ts";
import { ChartText, type Place } from "./chart.ts";
import { type Operator, Site } from "./site.ts";
import { string } from "./tree.ts";

/** How an operator fared. */
export interface Outcome {
  readonly operator: Operator;
  readonly planted: number;
  readonly found: number;
  readonly foundAtPlace: number;
  /** What went wrong, plant by plant: not found, elsewhere, or which other error spoke up. */
  readonly missed: readonly string[];
  readonly elsewhere: readonly string[];
  readonly otherErrors: readonly string[];
}

interface Candidate {
  readonly file: string;
  readonly text: string;
  /** Which of the file's objects is the set. */
  readonly index: number;
  /** What was found in the file before any plant, by what was printed anew and how it was linted. */
  readonly baselines: Map<string, readonly Finding[]>;
}

/** Larger outputs cost more time than they teach. */
const largest = 60_000;

/** The StatefulSets of the public charts that can take a plant, in a fixed order. */
export function candidates(folder: string, files: readonly string[]): readonly Candidate[] {
  return files
    .filter((file) => file.endsWith(".yaml") && !/dry-run|debug|2and1|golden/.test(file))
    .flatMap((file) => {
      const text = readFileSync(`${folder}/rendered/${file}`, "utf8");
      if (text.length > largest || !/^kind:[ \t]*StatefulSet/m.test(text)) return [];
      const baselines = new Map<string, readonly Finding[]>();
      return [...new ChartText(text).objects.entries()]
        .filter(([, { kind, value }]) => kind === "StatefulSet" && string(value, "apiVersion") === "apps/v1")
        .map(([index]) => ({ file, text, index, baselines }));
    });
}

/** Plants an operator's fault into up to `most` sets, chosen by the operator's own seed. */
export function mutate(operator: Operator, from: readonly Candidate[], most: number): Outcome {
  const missed: string[] = [];
  const elsewhere: string[] = [];
  const otherErrors: string[] = [];
  let planted = 0;
  const options: LintOptions = {
    preset: presetOf(operator.rule),
    today: "2026-01-01",
    ...(operator.kubernetesVersion === undefined ? {} : { kubernetesVersion: operator.kubernetesVersion }),
    ...(operator.mode === "live" ? { live: true } : {}),
  };
  for (const found of shuffled(from, `${operator.rule} ${operator.plants}`)) {
    if (planted === most) break;
    const candidate = prepared(operator, found);
    if (candidate === undefined) continue;
    const chart = new ChartText(candidate.text);
    const set = chart.objects[candidate.index];
    const place = set === undefined ? undefined : operator.plant(new Site(chart, set));
    if (place === undefined) continue;
    const compared = operator.mode === "against" ? { against: [{ name: "planted.yaml", text: candidate.text }] } : {};
    const was = baseline(candidate, chart.touched, { ...options, ...compared });
    const about = new Set([place.object, set].map((object) => `${object?.kind}/${object?.name}`));
    if (was.some((finding) => finding.rule === operator.rule && names(finding).some((name) => about.has(name))))
      continue;

    planted++;
    const is = run(chart.print(), { ...options, ...compared });
    const where = `${candidate.file} ${set?.name}`;
    const own = newly(is, was, ({ resource }) => resource.name).filter(({ rule }) => rule === operator.rule);
    if (own.length === 0) missed.push(where);
    else if (!own.some((finding) => standsAt(finding, chart, place))) {
      elsewhere.push(`${where}: ${own.map(({ path }) => path.join(".")).join(" ")} for ${place.path.join(".")}`);
    }
    // The plant may rename the set: what was wrong with it under its old name is not new.
    for (const { rule, severity, message } of newly(is, was, () => "")) {
      if (severity === "error" && rule !== operator.rule) otherErrors.push(`${where}: ${rule}: ${message}`);
    }
  }
  const found = planted - missed.length;
  return { operator, planted, found, foundAtPlace: found - elsewhere.length, missed, elsewhere, otherErrors };
}

/** The candidate as an operator wants it before its plant; undefined where it does not fit. */
function prepared(operator: Operator, candidate: Candidate): Candidate | undefined {
  if (operator.prepare === undefined) return candidate;
  const chart = new ChartText(candidate.text);
  const set = chart.objects[candidate.index];
  if (set === undefined || !operator.prepare(new Site(chart, set))) return undefined;
  return { ...candidate, text: chart.print(), baselines: new Map() };
}

/** The findings in the same text without the plant, with the same objects printed anew. */
function baseline(
  { text, baselines }: Candidate,
  touched: readonly number[],
  options: LintOptions,
): readonly Finding[] {
  const key = JSON.stringify([touched, options.preset, options.kubernetesVersion, options.against === undefined]);
  const known = baselines.get(key);
  if (known !== undefined) return known;
  const before = new ChartText(text);
  before.touch(touched);
  const findings = run(before.print(), options);
  baselines.set(key, findings);
  return findings;
}

function run(text: string, options: LintOptions): readonly Finding[] {
  return lint([{ name: "planted.yaml", text }], options).findings;
}

/**
 * Findings that the plant brought: the same rule did not speak of the same place with the same severity before.
 * Messages do not count, as a plant may change what they name.
 */
function newly(
  is: readonly Finding[],
  was: readonly Finding[],
  name: (finding: Finding) => string,
): readonly Finding[] {
  const key = (finding: Finding) =>
    JSON.stringify([finding.rule, finding.severity, finding.resource.kind, name(finding), finding.path]);
  const known = new Map<string, number>();
  for (const finding of was) known.set(key(finding), (known.get(key(finding)) ?? 0) + 1);
  return is.filter((finding) => {
    const left = known.get(key(finding)) ?? 0;
    known.set(key(finding), left - 1);
    return left <= 0;
  });
}

function names({ resource, related }: Finding): readonly string[] {
  return [resource, ...related.map((one) => one.resource)].map(({ kind, name }) => `${kind}/${name}`);
}

/** Whether the finding points at the planted text, or names it as what contradicts it. */
function standsAt(finding: Finding, chart: ChartText, place: Place): boolean {
  const { line, column } = chart.locate(place);
  return [finding, ...finding.related].some(({ location }) => location.line === line && location.column === column);
}

function presetOf(id: string): NonNullable<LintOptions["preset"]> {
  const preset = rules.find((rule) => rule.id === id)?.preset;
  if (preset === undefined) throw new Error(`there is no rule ${id}`);
  return preset === "hygiene" ? "all" : preset;
}

/** The same order for the same seed, on every machine (Fisher and Yates; mulberry32). */
function shuffled<Item>(list: readonly Item[], seed: string): readonly Item[] {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) | 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const order = list.map((item) => ({ item, at: random() }));
  return order.sort((one, other) => one.at - other.at).map(({ item }) => item);
}
