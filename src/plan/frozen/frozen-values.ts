import { type FeatureGates, formatMinor, versionOf } from "../../model/kubernetes-version.ts";
import { sideOf } from "../../model/releases.ts";
import type { StatefulSetView } from "../../model/statefulset.ts";
import { formatPath, type Path } from "../../read/path.ts";
import type { Problem } from "../../read/problem.ts";
import { readManifests } from "../../read/read-manifests.ts";
import type { ApplyMode } from "../set-update.ts";
import { otherValues } from "./another-value.ts";
import { type ChangeCost, changeCosts } from "./change-cost.ts";
import type { FrozenCost, FrozenReport, FrozenValue } from "./frozen-types.ts";

/** A value of a chart as it is written. */
export interface ChartValue {
  readonly path: Path;
  readonly value: unknown;
  readonly file?: string;
  readonly line?: number;
  readonly flag?: string;
}

/** A chart that renders with one value changed. */
export interface ChangeableChart {
  readonly name: string;
  /** Those that should be tried first stand first. */
  readonly values: readonly ChartValue[];
  /** The StatefulSets as they render now. */
  readonly now: string;
  /** Whether the StatefulSets may hang on the value at a path; where not, they are the same with any other. */
  mayMatter(path: Path): boolean;
  /** The StatefulSets with another value at a path; undefined where the chart does not render with it. */
  renderWith(path: Path, value: unknown): string | undefined;
  /** The StatefulSets with the nodes changed that hold a value's text; undefined where none does. */
  changedNodes(path: Path, change: (node: unknown) => unknown): string | undefined;
}

export interface FrozenOptions {
  /** A version such as `1.36`; the newest known unless given. */
  readonly kubernetesVersion?: string;
  readonly featureGates?: FeatureGates;
  /** How it is applied; `client` unless set. */
  readonly apply?: ApplyMode;
}

/** Renders and characters of all renders together; values beyond are not tried, and the report says so. */
const mostRenders = 2000;
const mostCharacters = 100_000_000;

/**
 * Changes each value of a chart, one at a time, and asks what the update would do to each StatefulSet that runs with the
 * values as they are: the same answers that `--against` and the plan give.
 */
export function frozenValues(chart: ChangeableChart, options: FrozenOptions = {}): FrozenReport {
  const { minor, featureGates } = versionOf(options.kubernetesVersion, options.featureGates);
  const trial = new Trial(chart, {
    ...(options.apply === undefined ? {} : { apply: options.apply }),
    kubernetesVersion: formatMinor(minor),
    featureGates,
    minor,
  });
  for (const value of chart.values) trial.change(value);
  return {
    version: 1,
    chart: chart.name,
    kubernetesVersion: formatMinor(minor),
    statefulSets: trial.before.statefulSets.map((view) => ({
      name: view.name,
      ...(view.manifest.namespace === undefined ? {} : { namespace: view.manifest.namespace }),
      ...(view.manifest.source === undefined ? {} : { source: view.manifest.source }),
      values: (trial.found.get(view) ?? []).sort(byGravity),
    })),
    tried: trial.tried,
    untried: trial.untried,
    problems: trial.problems,
  };
}

interface TrialOptions extends FrozenOptions {
  readonly kubernetesVersion: string;
  readonly featureGates: FeatureGates;
  readonly minor: number;
}

class Trial {
  readonly before: ReturnType<typeof sideOf>;
  readonly problems: readonly Problem[];
  readonly found = new Map<StatefulSetView, FrozenValue[]>();
  readonly untried: { path: Path; why: string }[] = [];
  tried = 0;
  readonly #chart: ChangeableChart;
  readonly #options: TrialOptions;
  #renders = 0;
  #characters = 0;

  constructor(chart: ChangeableChart, options: TrialOptions) {
    this.#chart = chart;
    this.#options = options;
    const { documents, problems } = readManifests([{ name: chart.name, text: chart.now }]);
    this.before = sideOf(documents);
    this.problems = problems.filter(({ kind }) => kind !== "empty");
  }

  change(value: ChartValue): void {
    const candidates = otherValues(value.value, String(value.path.at(-1)));
    if (candidates.length === 0 || this.before.statefulSets.length === 0) return;
    if (!this.#chart.mayMatter(value.path)) {
      this.tried++;
      return;
    }
    let renders = false;
    for (const other of candidates) {
      if (this.#renders >= mostRenders || this.#characters >= mostCharacters) {
        if (!renders)
          this.untried.push({ path: value.path, why: "more values than are tried in one run; those before it were" });
        return;
      }
      this.#renders++;
      const next = this.#chart.renderWith(value.path, other);
      this.#characters += next?.length ?? this.#chart.now.length;
      const costs = next === undefined ? undefined : this.#costsOf(next);
      if (costs === undefined) continue;
      if (!renders) this.tried++;
      renders = true;
      if (this.#tell(costs, value, other, "render")) return;
    }
    if (!renders) this.#byTrace(value);
  }

  /** Where the chart takes no other value that was thought of, the nodes that hold its text still say what it feeds. */
  #byTrace(value: ChartValue): void {
    const next = this.#chart.changedNodes(value.path, (node) => otherValues(node)[0] ?? node);
    if (next === undefined) {
      this.untried.push({ path: value.path, why: "the chart does not render with another value that was tried" });
      return;
    }
    const costs = this.#costsOf(next);
    if (costs === undefined) {
      this.untried.push({ path: value.path, why: unreadable });
      return;
    }
    this.tried++;
    this.#tell(costs, value, otherValues(value.value)[0], "trace");
  }

  /** Undefined where the server could not read what comes of it. */
  #costsOf(text: string): ReturnType<typeof changeCosts> {
    if (text === this.#chart.now) return new Map();
    const after = sideOf(readManifests([{ name: this.#chart.name, text }]).documents);
    const { minor, featureGates } = this.#options;
    return changeCosts(this.before, after, { minor, featureGates }, this.#options);
  }

  /** Whether the change costs any set anything. */
  #tell(
    costs: NonNullable<ReturnType<typeof changeCosts>>,
    value: ChartValue,
    tried: unknown,
    by: FrozenValue["by"],
  ): boolean {
    for (const [view, cost] of costs) {
      const names = costNames(cost);
      const told: FrozenValue = {
        ...value,
        tried,
        by,
        frozen: names.some((name) => name !== "pods-restarted"),
        costs: names,
        fields: cost.refused,
        claims: cost.claims,
      };
      const values = this.found.get(view);
      if (values === undefined) this.found.set(view, [told]);
      else values.push(told);
    }
    return costs.size > 0;
  }
}

const unreadable = "the API server could not read the StatefulSet with another value that was tried";

function costNames({ claimsBecome, refused, gone, restarts }: ChangeCost): FrozenCost[] {
  return [
    ...(claimsBecome === undefined ? [] : [`claims-${claimsBecome}` as const]),
    ...(refused.length > 0 ? (["refused"] as const) : []),
    ...(gone === undefined ? [] : [`set-${gone}` as const]),
    ...(restarts ? (["pods-restarted"] as const) : []),
  ];
}

function byGravity(one: FrozenValue, other: FrozenValue): number {
  if (one.frozen !== other.frozen) return one.frozen ? -1 : 1;
  const [a, b] = [formatPath(one.path), formatPath(other.path)];
  return a < b ? -1 : a > b ? 1 : 0;
}
