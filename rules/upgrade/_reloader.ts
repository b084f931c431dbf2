import { labels, mapping } from "../../src/model/fields.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** Annotations by which a controller in the cluster restarts pods when what they read changes. */
const annotations = /(?:^|[./])(?:reloader\.)?stakater\.com\/|^wave\.pusher\.com\/|^configmap\.reloader\./;
/** Containers whose part it is to see changes and to tell the server. */
const containers = /reload|k8s-sidecar|configmap-watch|config-watch/;

/** Whether something in the cluster or in the pod sees to it that changed configuration is read. */
export function hasReloader(set: StatefulSetView): boolean {
  const own = labels(mapping(set.manifest.value.metadata).annotations);
  return (
    [...own.keys(), ...set.pod.annotations.keys()].some((name) => annotations.test(name)) ||
    set.runningContainers.some(({ name, image }) => containers.test(name) || containers.test(image))
  );
}
