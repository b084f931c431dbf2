/*
 * An upgrade stops at a claim whose update is refused, before it comes to the sets: what is planned of them comes later.
 */
import { type Deployer, deploymentOf } from "../model/deployer.ts";
import type { Release } from "../model/release.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Manifest } from "../read/document.ts";
import type { RefusedClaim, SetPlan } from "./plan-types.ts";

/** Says so of the sets that are applied with such a claim. kubectl and Argo CD go on with other objects. */
export function stoppedByClaims(
  sets: readonly SetPlan[],
  views: readonly StatefulSetView[],
  claims: readonly RefusedClaim[],
  release: Release,
  asked: Deployer | undefined,
): readonly SetPlan[] {
  if (claims.length === 0) return sets;
  const refused = new Set(claims.map(({ name }) => name));
  const stops = new Map<string, string>();
  for (const manifest of release.ofKind("PersistentVolumeClaim")) {
    const key = refused.has(manifest.name) ? upgradeOf(manifest, asked) : undefined;
    if (key !== undefined && !stops.has(key)) stops.set(key, manifest.name);
  }
  return sets.map((set, index) => {
    const manifest = views[index]?.manifest;
    const claim = manifest === undefined ? undefined : stops.get(upgradeOf(manifest, asked) ?? "");
    if (claim === undefined || set.steps.length === 0) return set;
    const note = `the upgrade stops at PersistentVolumeClaim \`${claim}\`, whose update is refused: what is told of this set comes only once that is mended`;
    return { ...set, notes: [note, ...set.notes] };
  });
}

/** What is applied together and stops at the first refusal, as far as labels tell. */
function upgradeOf(manifest: Manifest, asked: Deployer | undefined): string | undefined {
  const { by, name, namespace, chart } = deploymentOf(manifest, asked);
  return by === "helm" || by === "flux" ? JSON.stringify([by, namespace, name ?? chart]) : undefined;
}
