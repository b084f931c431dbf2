import type { DefaultsOptions } from "../model/defaults.ts";
import type { Deployment } from "../model/deployer.ts";
import type { ApplyMode } from "./set-update.ts";

/** One step of a way through. Commands are printed, never run. */
export interface WayStep {
  readonly do: string;
  readonly commands: readonly string[];
  /** What shows whether it worked, each command with what it must show: proved on the state machine. */
  readonly checks: readonly WayCheck[];
  /** The commands of `checks`, and all that they must show in one sentence. */
  readonly verify: readonly string[];
  readonly expect: string;
  /** What is lost, or goes wrong, when the step is left out. */
  readonly ifSkipped: string;
}

/** A command and what it must show; without one, what must be true besides. */
export interface WayCheck {
  readonly command?: string;
  readonly expect: string;
}

/** One way to make a refused change. */
export interface WayThrough {
  /**
   * `patch`: the set itself is changed by hand first; `recreate`: the pods run on and roll as usual; `one-by-one`: each
   * pod is deleted by hand, the others run on; `all-at-once`: no pod runs in between.
   */
  readonly kind: "patch" | "recreate" | "one-by-one" | "all-at-once";
  readonly summary: string;
  readonly steps: readonly WayStep[];
  readonly restarts: WayRestarts;
  /** What this way does not do, or costs, even when every step is taken. */
  readonly warnings: readonly string[];
  readonly result: WayResult;
  /** Every command was run on the state machine, and led to the pods and claims of `result`. */
  readonly proved: boolean;
  /** Expectations that did not come true there and are not told. */
  readonly dropped: number;
}

/** Whether, when and in what order pods are replaced, and because of what. */
export interface WayRestarts {
  /** By the controller once the set is there again, in its order. */
  readonly rolled: readonly string[];
  /** By the steps themselves, in their order. */
  readonly byHand: readonly string[];
  /** Pods that stay as they are, on the old revision where the template changes. */
  readonly stay: readonly string[];
  /** The places in the pod template that make the new revision, as JSON pointers; empty where it stays. */
  readonly because: readonly string[];
}

/** What there is at the end, by name. */
export interface WayResult {
  readonly pods: readonly string[];
  readonly claims: {
    /** Mounted before and after: their data is there. */
    readonly kept: readonly string[];
    /** New and empty. */
    readonly created: readonly string[];
    /** Still there, mounted by no pod. */
    readonly stranded: readonly string[];
    /** Deleted by `whenScaled: Delete`, with their data. */
    readonly deleted: readonly string[];
  };
}

/** For whom the ways are written. */
export interface WayOptions extends DefaultsOptions {
  /** The namespace where the manifest leaves it out; without it commands act on kubectl's current one. */
  readonly namespace?: string;
  /** How it is applied; `client` unless set. */
  readonly apply?: ApplyMode;
  /** Whose commands it speaks; kubectl's unless given. */
  readonly deployment?: Deployment;
  /** Whether the new manifest writes no `replicas`: what is made anew then asks for one pod. False unless set. */
  readonly isReplicasLeftOut?: boolean;
}
