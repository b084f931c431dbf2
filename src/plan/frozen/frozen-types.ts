import type { Path } from "../../read/path.ts";
import type { Problem } from "../../read/problem.ts";

/**
 * What changing a value costs, the most severe first: `claims-deleted` and `claims-stranded` lose sight of data, `refused`
 * needs the set made anew by hand, `set-removed` and `set-renamed` end the pods, `pods-restarted` replaces them.
 */
export type FrozenCost =
  | "claims-deleted"
  | "claims-stranded"
  | "refused"
  | "set-removed"
  | "set-renamed"
  | "pods-restarted";

/** A value of the chart, what was tried in its place, and what that does to one StatefulSet. */
export interface FrozenValue {
  /** As seen from the chart that is rendered. */
  readonly path: Path;
  /** Where it is written: a values file, or a flag; absent where no file lists it. */
  readonly file?: string;
  readonly line?: number;
  readonly flag?: string;
  /** What it is now. */
  readonly value: unknown;
  /** What was put in its place. */
  readonly tried: unknown;
  /** Whether the chart was rendered with it, or the nodes that hold its text were changed because it did not render. */
  readonly by: "render" | "trace";
  /** Whether it cannot simply be changed after the first install: any cost but `pods-restarted`. */
  readonly frozen: boolean;
  readonly costs: readonly FrozenCost[];
  /** Fields of the StatefulSet that it changes and that no update may change. */
  readonly fields: readonly Path[];
  /** Claims that no pod mounts afterwards. */
  readonly claims: readonly string[];
}

export interface FrozenSet {
  readonly name: string;
  readonly namespace?: string;
  /** The template that Helm's comment names. */
  readonly source?: string;
  /** Frozen ones first, then by path. Values that cost nothing are left out. */
  readonly values: readonly FrozenValue[];
}

/** Per StatefulSet of a chart: which values cannot be changed after the first install, and what others cost. Plain JSON. */
export interface FrozenReport {
  readonly version: 1;
  readonly chart: string;
  readonly kubernetesVersion: string;
  readonly statefulSets: readonly FrozenSet[];
  /** How many values were changed, one at a time. */
  readonly tried: number;
  /** Values of which nothing is known, and why. */
  readonly untried: readonly { readonly path: Path; readonly why: string }[];
  readonly problems: readonly Problem[];
}
