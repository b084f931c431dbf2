/** Why the controller does no more by itself. */
export interface Wait {
  /**
   * - `terminating`, `not-ready`: it waits for this pod before it touches the next;
   * - `budget`: as many pods are unavailable as maxUnavailable allows, this one among them;
   * - `on-delete`: pods of older revisions stay until somebody deletes them;
   * - `claims-differ`: this pod lacks a claim of the set's templates, and a pod's volumes cannot change;
   * - `name-taken`: a pod of this name exists and is not the set's;
   * - `stale-claim`: a claim of this pod belongs to its predecessor and is about to be deleted;
   * - `endless`: the controller deletes and creates this pod over and over.
   */
  readonly reason:
    | "terminating"
    | "not-ready"
    | "budget"
    | "on-delete"
    | "claims-differ"
    | "name-taken"
    | "stale-claim"
    | "endless";
  readonly pod?: string;
}
