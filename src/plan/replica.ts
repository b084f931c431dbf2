import type { Pod } from "./cluster.ts";
import type { Revision } from "./revisions.ts";

/** A place in the set's range: the pod that runs there, or the one that is to be created there. */
export interface Replica {
  readonly ordinal: number;
  readonly name: string;
  readonly revision: Revision;
  /** Undefined where the pod does not exist as the sync begins. */
  readonly pod: Pod | undefined;
}
