/*
 * Claims that the manifests themselves hold, and that an upgrade takes out of them: unlike those that a StatefulSet makes,
 * they belong to the release, and go with it.
 */
import type { Manifest } from "../read/document.ts";
import type { Deployer } from "./deployer.ts";
import { labels, mapping } from "./fields.ts";
import { grouped } from "./grouped.ts";
import { isHookObject } from "./hook-objects.ts";
import { lastApplied } from "./last-applied.ts";
import { isOfCluster } from "./leftovers.ts";
import { together } from "./namespace.ts";
import { hooks } from "./neighbours.ts";
import { beforeOrdinal } from "./ordinal-names.ts";
import type { Release } from "./release.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Upgrade } from "./upgrade.ts";

/** A PersistentVolumeClaim of the old manifests that the new ones lack. */
export interface VanishedClaim {
  readonly manifest: Manifest;
  /** A StatefulSet whose pods mount it now; absent where none does. */
  readonly usedBy?: StatefulSetView;
  /** A StatefulSet of the new manifests whose pods mount it still. */
  readonly wantedBy?: StatefulSetView;
  /** Whether that set would make a claim of this name, or only names it in its volumes. */
  readonly isMadeAnew: boolean;
  /** Whether the new manifests hold it as a hook, which is no part of the release: what is part of it now goes. */
  readonly isHook: boolean;
}

/** Those that a StatefulSet mounts, before or after; a hook's claim is no part of the release. */
export function vanishedClaims({ before, after }: Upgrade, asked?: Deployer): readonly VanishedClaim[] {
  const gone = before.ofKind("PersistentVolumeClaim").flatMap((manifest) => {
    if (!isOfManifests(manifest) || hooks(manifest).length > 0) return [];
    const next = after.named("PersistentVolumeClaim", manifest.name, manifest);
    const isHook = next.state === "found" && isHookObject(next.it, asked) && !isHookObject(manifest, asked);
    return isHook || next.state === "not-in-input" ? [{ manifest, isHook }] : [];
  });
  if (gone.length === 0) return [];
  const [users, takers] = [mountersOf(before), mountersOf(after)];
  return gone.flatMap(({ manifest, isHook }) => {
    const [used, wanted] = [users(manifest), takers(manifest)];
    if (used === undefined && wanted === undefined) return [];
    return [
      {
        manifest,
        ...(used === undefined ? {} : { usedBy: used.set }),
        ...(wanted === undefined ? {} : { wantedBy: wanted.set }),
        isMadeAnew: wanted?.makes === true,
        isHook,
      },
    ];
  });
}

/** What a cluster lists may be a set's own claim, unless Helm or `kubectl apply` left its mark. */
function isOfManifests(claim: Manifest): boolean {
  if (!isOfCluster(claim)) return true;
  const { annotations } = mapping(claim.value.metadata);
  return labels(annotations).has("meta.helm.sh/release-name") || lastApplied(claim.value) !== undefined;
}

interface Mounter {
  readonly set: StatefulSetView;
  /** By a claim template, not by name. */
  readonly makes: boolean;
}

/** Which StatefulSet's pods mount a claim: by name, or as one that the set itself would make. */
function mountersOf({ statefulSets }: Release): (claim: Manifest) => Mounter | undefined {
  const naming = grouped(
    statefulSets.flatMap((set) => set.namedClaims.map(({ claimName }) => [claimName, set] as const)),
  );
  const making = grouped<string, StatefulSetView>(
    statefulSets.flatMap((set) => set.claimTemplates.map(({ name }) => [`${name ?? ""}-${set.name}`, set] as const)),
  );
  return (claim) => {
    const isNear = (set: StatefulSetView) => together(set.manifest, claim);
    const named = naming.get(claim.name)?.find(isNear);
    if (named !== undefined) return { set: named, makes: false };
    const made = making.get(beforeOrdinal(claim.name))?.find((set) => isNear(set) && set.makesClaim(claim.name));
    return made === undefined ? undefined : { set: made, makes: true };
  };
}
