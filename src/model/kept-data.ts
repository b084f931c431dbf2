import { type DataPlace, placesOf, usualDataDirectory, writtenDataDirectory } from "./data-place.ts";
import type { Container } from "./pod.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** Where a container's data lie, as far as its settings or its image tell. */
function dataPlacesOf(set: StatefulSetView, container: Container): readonly DataPlace[] {
  const written = writtenDataDirectory(container);
  if (written === "unknown") return [];
  const data = written ?? usualDataDirectory(set, container);
  return data === undefined ? [] : placesOf(set, container, data);
}

/** Whether a container finds its data where another one left it; not where nobody can tell. */
export function isSamePlace(
  before: StatefulSetView,
  container: Container,
  after: StatefulSetView,
  next: Container,
): boolean {
  const [old, now] = [dataPlacesOf(before, container), dataPlacesOf(after, next)];
  return (
    old.some(({ isClaim }) => isClaim) &&
    old.every(({ source, path }) => now.some((one) => one.source === source && one.path === path))
  );
}
