import type { Deployer } from "./deployer.ts";
import { type Removal, removalOf } from "./removal.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Upgrade } from "./upgrade.ts";
import type { NamedClaim, Workload } from "./workload.ts";

/** A claim of a workload that a StatefulSet replaces: the set's pods do not mount it. */
export interface LeftClaim extends NamedClaim {
  /** What becomes of it where the old manifests hold it, and the new ones do not. */
  readonly removal?: Removal;
}

/** The claims whose data a set does not take over from the workload that it replaces. */
export function leftClaims(
  upgrade: Upgrade,
  replaced: Workload,
  set: StatefulSetView,
  asked?: Deployer,
): readonly LeftClaim[] {
  const mounted = new Set(set.namedClaims.map(({ claimName }) => claimName));
  return replaced.namedClaims.flatMap((named) => {
    const { claimName, claim } = named;
    if (mounted.has(claimName) || set.makesClaim(claimName)) return [];
    const isGone =
      claim.state === "found" &&
      upgrade.after.named("PersistentVolumeClaim", claimName, set.manifest).state === "not-in-input";
    return isGone ? [{ ...named, removal: removalOf(claim.it, asked) }] : [named];
  });
}
