import { grouped } from "./grouped.ts";
import { imageName } from "./known-workload.ts";
import type { Workload } from "./workload.ts";

/** Workloads by the names of the images that they run, without registry and tag. */
export type ByImage = ReadonlyMap<string, readonly Workload[]>;

export function byImage(workloads: readonly Workload[]): ByImage {
  return grouped(
    workloads.flatMap((workload) =>
      workload.runningContainers.map(({ image }) => [imageName(image), workload] as const),
    ),
  );
}

/** Those that run at least one of these images, each once. */
export function runningOneOf(images: Iterable<string>, byImage: ByImage): readonly Workload[] {
  return [...new Set([...images].flatMap((image) => byImage.get(image) ?? []))];
}
