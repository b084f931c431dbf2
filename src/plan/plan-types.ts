import type { Path } from "../read/path.ts";
import type { Problem } from "../read/problem.ts";
import type { Foretold } from "./foretold.ts";
import type { Seconds } from "./timing.ts";
import type { Wait } from "./wait.ts";
import type { WayCheck, WayThrough } from "./way-types.ts";

/** What will happen when the input is applied. Plain JSON; its schema is schemas/plan.schema.json. */
export interface Plan {
  readonly version: 1;
  readonly kubernetesVersion: string;
  /** Whether it was told what runs now; else every set is a first install. */
  readonly against: boolean;
  readonly statefulSets: readonly SetPlan[];
  /** Sets that run now and are not in the input. */
  readonly vanished: readonly VanishedSet[];
  /** PersistentVolumeClaims of the manifests themselves whose update the API server refuses. */
  readonly refusedClaims: readonly RefusedClaim[];
  /** Other objects of the manifests that the API server refuses: what is applied with them may stop there; absent where none is known. */
  readonly foretold?: readonly Foretold[];
  /** What is odd about the inputs as a whole, such as old and new swapped. */
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** What will happen under each of several versions. Plain JSON; its schema is schemas/plan.schema.json. */
export interface Plans {
  readonly version: 2;
  /** One for each group of versions that behave alike, by the oldest of each. */
  readonly plans: readonly VersionsPlan[];
}

/** A plan that holds for all these versions; `kubernetesVersion`, and the words of refusals, are the newest one's. */
export interface VersionsPlan extends Plan {
  /** From old to new: `1.35`, or `1.35.2` where that patch release has other feature gates than the newest. */
  readonly kubernetesVersions: readonly string[];
}

export interface SetPlan {
  readonly name: string;
  readonly namespace?: string;
  /** The template that Helm's comment names. */
  readonly source?: string;
  readonly podManagementPolicy: string;
  /** `unchanged` where no pod and no claim is touched. */
  readonly outcome: "install" | "update" | "unchanged" | "refused";
  readonly refused?: RefusedUpdate;
  /** What a cluster shows of the pods now; absent where the old input holds none. */
  readonly startsFrom?: Start;
  /** Pods that run without a StatefulSet, and that the set adopts as it is made; absent where none of its name runs so. */
  readonly adopts?: readonly string[];
  /** What the new revision does to the pods that run; absent where none is made, or the update is refused. */
  readonly restarts?: Restarts;
  /** Pods that may be replaced though no revision is made, as nothing holds them back any more; absent where there are none. */
  readonly released?: Released;
  /** What is sure to keep the new pods from working, and no step shows; absent where no pod is made, or nothing is known. */
  readonly foretold?: readonly Foretold[];
  /** What it means for whoever decides whether to go on, the most severe first. */
  readonly consequences: readonly Consequence[];
  /** The pods that are there at the end; of a refused update those that stay. */
  readonly pods: readonly PlannedPod[];
  /** One after the other; each waits for the one before. */
  readonly steps: readonly PlannedStep[];
  readonly claims: readonly PlannedClaim[];
  /** In sets of a thousand pods and more: how many there are of what the lists spell out at most 5,000 pods of, and of claims at most those of 5,000 pods for each fate. */
  readonly counts?: Counts;
  readonly claimFate: ClaimFate;
  /** From the first step until every pod is available. */
  readonly seconds: Seconds;
  /** Whether `helm upgrade --wait` can see it end; absent where nothing is done, or nobody waits as helm does. */
  readonly deadline?: Deadline;
  /** Why the controller rests without being done, though every pod becomes ready. */
  readonly waits: readonly Wait[];
  /** What happens when the new pods do not become ready; absent where none is created. */
  readonly ifNotReady?: Halt;
  readonly notes: readonly string[];
}

export interface Counts {
  readonly pods: number;
  readonly claims: Readonly<Record<PlannedClaim["becomes"], number>>;
  readonly restarted: number;
  /** Pods that stay on the old revision. */
  readonly held: number;
}

export interface Start {
  readonly pods: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly revision?: string;
    /** Why it is not ready, such as `ImagePullBackOff`. */
    readonly waiting?: string;
  }[];
  /** What must be done by hand before the controller goes on. */
  readonly byHand: readonly { readonly do: string; readonly command: string }[];
}

export interface Restarts {
  /** Pods that are replaced, in order. */
  readonly pods: readonly string[];
  /** Pods that stay on the old revision. */
  readonly held: readonly string[];
  /** The places in the pod template that differ as they are stored, as JSON pointers. */
  readonly because: readonly string[];
}

export interface Released {
  /** What has held them back. */
  readonly by: "partition" | "on-delete";
  /** By ordinal; at most 5,000. Which of them run an older template is not known. */
  readonly pods: readonly string[];
}

/** `refused`, `stuck`, `data-lost` and `data-left` (the new pods do not find it) are errors, `restarted` and `held` infos. */
export interface Consequence {
  readonly kind: "refused" | "stuck" | "data-lost" | "data-left" | "restarted" | "held";
  readonly severity: "error" | "info";
  readonly text: string;
}

/** The shortest and the longest course against the time that helm waits. */
export interface Deadline {
  readonly timeoutSeconds: number;
  /** `misses`: even the shortest course takes longer. */
  readonly verdict: "meets" | "may-miss" | "misses";
  readonly text: string;
}

export interface RefusedUpdate {
  /** In the API server's words. */
  readonly message: string;
  readonly errors: readonly (readonly [type: string, field: string, detail: string])[];
  /** Of several versions that all refuse it: how older ones put it, where their words are others. */
  readonly inOtherWords?: readonly {
    readonly kubernetesVersions: readonly string[];
    readonly message: string;
    readonly errors: RefusedUpdate["errors"];
  }[];
  /** Other sets of the same release that are refused, too: the steps before the upgrade are taken for all of them first. */
  readonly besides?: readonly string[];
  /** The fields that may not change, also where the server only says `spec`. */
  readonly changes: readonly { readonly path: Path; readonly from?: unknown; readonly to?: unknown }[];
  readonly waysThrough: readonly WayThrough[];
}

export interface PlannedPod {
  readonly name: string;
  /** `r1`, `r2` … in order of appearance; what runs now is `r1`. */
  readonly revision: string;
  /** Without the cluster's domain; absent where the set has no serviceName. */
  readonly dnsName?: string;
  readonly claims: readonly string[];
  /** Why it stays on an older revision. */
  readonly behind?: "partition" | "on-delete" | "waiting";
}

export interface PlannedStep {
  readonly actions: readonly PlannedAction[];
  /**
   * In sets of a thousand pods and more: a step is this whole range, in this direction, `atATime` pods at a time. The
   * actions spell out at most 5,000 of it.
   */
  readonly range?: { readonly first: string; readonly last: string; readonly pods: number };
  readonly atATime?: number;
  /** Until the deleted pods are gone and the created ones available. */
  readonly seconds: Seconds;
}

export interface PlannedAction {
  readonly do: "create" | "delete";
  readonly pod: string;
  readonly revision: string;
  /** `by-hand`: somebody must do it, the controller does not. */
  readonly because: "install" | "scale-up" | "scale-down" | "update" | "by-hand";
}

export interface PlannedClaim {
  readonly name: string;
  readonly template: string;
  readonly pod: string;
  /** As the template asks for it; absent where it does not say. */
  readonly size?: string;
  /** `stranded`: still there, mounted by no pod. */
  readonly becomes: "created" | "kept" | "stranded" | "deleted";
}

/** What the retention policy does with claims later on. */
export interface ClaimFate {
  readonly onScaleDown: "kept" | "deleted";
  readonly onUninstall: "kept" | "deleted";
  /** A renamed set mounts claims of its own; the old ones are stranded or go with the old set. */
  readonly onRename: "stranded" | "deleted";
}

/** Where a rollout comes to rest when its new pods do not become ready, and how to get on. */
export interface Halt {
  readonly notReady: readonly string[];
  /** Pods that the update does not reach. */
  readonly untouched: readonly string[];
  /** Pods that were deleted and are not created again. */
  readonly missing: readonly string[];
  readonly waits: readonly Wait[];
  /** Whether going back to what ran before, or to a template that works, is enough. */
  readonly revertHeals: boolean;
  /** What must be done by hand after going back; empty where `revertHeals`. */
  readonly byHand: readonly string[];
}

export interface VanishedSet {
  readonly name: string;
  readonly namespace?: string;
  /** What its deployer does with it: whether it goes at all, and in words. */
  readonly removal: { readonly becomes: "deleted" | "if-pruned" | "runs-on"; readonly text: string };
  readonly pods: readonly string[];
  /** What becomes of them when the set goes; `kept` where it runs on, or another workload names them in its volumes. */
  readonly claims: readonly { readonly name: string; readonly becomes: "kept" | "stranded" | "deleted" }[];
  /** A set of the input that looks like the same under another name. */
  readonly renamedTo?: string;
  /** A workload of another kind that takes its name. */
  readonly replacedBy?: { readonly kind: string; readonly name: string };
}

/** A claim that is an object of the manifests, and cannot become what they ask for. */
export interface RefusedClaim extends Pick<RefusedUpdate, "message" | "errors" | "changes"> {
  readonly name: string;
  readonly namespace?: string;
  /** The template that Helm's comment names. */
  readonly source?: string;
  /** What becomes of the rest of the upgrade. */
  readonly stops: string;
  /** The gentlest first. Commands are printed, never run. */
  readonly waysThrough: readonly ClaimWay[];
}

/** A way around a refused claim; it touches no set by itself. */
export interface ClaimWay {
  readonly summary: string;
  readonly steps: readonly {
    readonly do: string;
    readonly commands: readonly string[];
    readonly checks: readonly WayCheck[];
    readonly ifSkipped: string;
  }[];
  /** Every step was run, on the claims and on the sets that mount this one, and all that was expected came true. */
  readonly proved: boolean;
  /** Expectations that did not come true there and are not told. */
  readonly dropped: number;
}
