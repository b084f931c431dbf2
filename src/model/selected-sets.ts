import type { Manifest } from "../read/document.ts";
import type { Release } from "./release.ts";
import type { Service } from "./service.ts";
import type { StatefulSetView } from "./statefulset.ts";

interface Index {
  readonly byService: ReadonlyMap<Service, readonly StatefulSetView[]>;
  readonly byManifest: ReadonlyMap<Manifest, StatefulSetView>;
}

const indexes = new WeakMap<Release, Index>();

/** The sets of which a Service selects pods, in the order of the input. */
export function setsSelectedBy(service: Service, release: Release): readonly StatefulSetView[] {
  return indexOf(release).byService.get(service) ?? [];
}

/** The view of a StatefulSet's manifest. */
export function setOf(manifest: Manifest, release: Release): StatefulSetView | undefined {
  return indexOf(release).byManifest.get(manifest);
}

function indexOf(release: Release): Index {
  const known = indexes.get(release);
  if (known !== undefined) return known;
  const byService = new Map<Service, StatefulSetView[]>();
  const byManifest = new Map<Manifest, StatefulSetView>();
  for (const set of release.statefulSets) {
    byManifest.set(set.manifest, set);
    for (const service of set.services) {
      const sets = byService.get(service);
      if (sets === undefined) byService.set(service, [set]);
      else sets.push(set);
    }
  }
  const index = { byService, byManifest };
  indexes.set(release, index);
  return index;
}
