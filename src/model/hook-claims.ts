/*
 * Claims of the manifests that a hook makes, and that are deleted again and again though a StatefulSet's pods mount them.
 */
import type { Manifest } from "../read/document.ts";
import { ClaimIndex } from "./claim-index.ts";
import type { Deployer } from "./deployer.ts";
import { type HookDeletion, hookAnnotation, hookDeletion } from "./hook-objects.ts";
import { together } from "./namespace.ts";
import { hooks } from "./neighbours.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Surroundings } from "./workload.ts";

export interface HookClaim {
  readonly manifest: Manifest;
  readonly deletion: HookDeletion;
  /** The annotation that says so. */
  readonly annotation: string;
}

/** Those that a set's pods mount, by name or as claims of its templates. */
export function hookClaims(set: StatefulSetView, asked?: Deployer): readonly HookClaim[] {
  // A set that is a hook itself lives no longer than its claim.
  if (hooks(set.manifest).length > 0) return [];
  return set.release
    .once(annotatedClaims)
    .mountedBy(set)
    .flatMap((manifest) => {
      if (!together(set.manifest, manifest)) return [];
      const isNamed = set.namedClaims.some(({ claimName }) => claimName === manifest.name);
      const deletion = isNamed || set.makesClaim(manifest.name) ? hookDeletion(manifest, asked) : undefined;
      const annotation = hookAnnotation(manifest, deletion);
      return deletion === undefined || annotation === undefined ? [] : [{ manifest, deletion, annotation }];
    });
}

function annotatedClaims(release: Surroundings): ClaimIndex<Manifest> {
  const annotated = release
    .ofKind("PersistentVolumeClaim")
    .filter((manifest) => hookAnnotation(manifest) !== undefined);
  return new ClaimIndex(annotated, ({ name }) => [name]);
}
