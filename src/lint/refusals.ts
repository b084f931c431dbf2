import type { FeatureGates, Minor } from "../model/kubernetes-version.ts";
import type { Manifest } from "../read/document.ts";
import type { Refusal } from "./context.ts";

/** What the API servers of these minors would refuse of a manifest on create. */
export function refusalsOf(
  _manifest: Manifest,
  _minors: readonly Minor[],
  _gates: FeatureGates | undefined,
): readonly Refusal[] {
  return [];
}
