import type { Deployer } from "../model/deployer.ts";
import type { RolloutOptions } from "./rollout.ts";
import type { ApplyMode } from "./set-update.ts";

/** How a plan is made. */
export interface SetPlanOptions extends RolloutOptions {
  readonly apply?: ApplyMode;
  readonly deployer?: Deployer;
  /** Where neither manifest names one. */
  readonly namespace?: string;
  /** Seconds that `helm upgrade --wait` would wait. */
  readonly timeoutSeconds?: number;
}
