import { type DataPlace, placeOf, usualDataDirectory, writtenDataDirectory } from "./data-place.ts";
import type { Container } from "./pod.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** Where a container's data lies, as far as its settings or its image tell. */
function dataPlaceOf(set: StatefulSetView, container: Container): DataPlace | undefined {
  const written = writtenDataDirectory(container);
  if (written === "unknown") return undefined;
  const data = written ?? usualDataDirectory(set, container);
  return data === undefined ? undefined : placeOf(set, container, data.directory);
}

/** Whether a container finds its data where another one left it; not where nobody can tell. */
export function isSamePlace(
  before: StatefulSetView,
  container: Container,
  after: StatefulSetView,
  next: Container,
): boolean {
  const [old, now] = [dataPlaceOf(before, container), dataPlaceOf(after, next)];
  return old?.isClaim === true && old.source === now?.source && old.path === now.path;
}
