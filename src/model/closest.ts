import type { Manifest } from "../read/document.ts";
import { chartOf, instanceOf } from "./namespace.ts";

/** Of several resources of one name, those that stand nearest: the same namespace as written, then the same chart, then the same instance. */
export function closest(candidates: readonly Manifest[], asker: Manifest): readonly Manifest[] {
  if (candidates.length < 2) return candidates;
  const near = narrowed(candidates, (manifest) => manifest.namespace === asker.namespace);
  const ofChart = narrowed(near, (manifest) => chartOf(manifest.source) === chartOf(asker.source));
  return narrowed(ofChart, (manifest) => instanceOf(manifest) === instanceOf(asker));
}

function narrowed(candidates: readonly Manifest[], fits: (manifest: Manifest) => boolean): readonly Manifest[] {
  const fitting = candidates.filter(fits);
  return fitting.length === 0 ? candidates : fitting;
}
