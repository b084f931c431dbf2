import type { Release } from "../../src/model/release.ts";
import type { Manifest } from "../../src/read/document.ts";

/** The kinds whose admission is known: the StatefulSet and what stands around it. */
const admittedKinds: readonly string[] = [
  "StatefulSet",
  "Service",
  "PersistentVolumeClaim",
  "PodDisruptionBudget",
  "HorizontalPodAutoscaler",
];

export function admittedManifests(release: Release): readonly Manifest[] {
  return admittedKinds.flatMap((kind) => release.ofKind(kind));
}
