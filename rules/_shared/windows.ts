import { filled, mapping } from "../../src/model/fields.ts";
import type { Workload } from "../../src/model/workload.ts";

/** Whether the pod says that it runs on Windows, where users, groups and modes of files are others. */
export function isWindows({ pod }: Workload): boolean {
  return filled(mapping(pod.spec.os).name) === "windows";
}
