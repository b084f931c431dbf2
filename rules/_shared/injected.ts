import type { Workload } from "../../src/model/workload.ts";

/** Whether the pod asks for a container that is not in the manifest. */
export function isInjected({ pod }: Workload): boolean {
  return [pod.annotations, pod.labels].some((map) =>
    [...map].some(([key, value]) => /inject/i.test(key) && !/^(?:false|disabled|no|off|)$/i.test(value)),
  );
}
