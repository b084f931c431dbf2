import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, isMapping } from "../../src/model/fields.ts";
import type { Workload } from "../../src/model/workload.ts";

export const hostPath = defineRule({
  id: "host-path",
  category: "pod",
  subject: "Workload",
  summary: "a volume is a folder of the node",
  rationale: `A \`hostPath\` volume is whatever lies at that path on the node where a pod happens to run. A pod that moves finds other data or
none; two pods on one node share it; and through it a pod can write to the node itself. The standard \`baseline\` forbids it.`,
  severity: "warning",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms:
    "A folder that is only read, as log shippers do, is left alone. Where a pod must write to its node, suppress the finding with that reason.",
  references: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
  ],
  messages: {
    hostPath: {
      text: "volume `{volume}` is the folder `{path}` of whatever node a pod runs on: a pod that moves leaves its data behind",
      help: "keep data in a claim template; use a `local` PersistentVolume where the disk must be the node's own",
    },
  },
  *check(set) {
    let writable: ReadonlyMap<string, boolean> | undefined;
    for (const { name, path, value } of set.volumes) {
      if (!isMapping(value.hostPath)) continue;
      writable ??= mountedVolumes(set);
      if (writable.get(name) === false) continue;
      yield {
        message: "hostPath",
        data: { volume: name, path: filled(value.hostPath.path) ?? "" },
        at: { manifest: set.manifest, path: [...path, "hostPath"] },
      };
    }
  },
});

/** The volumes that containers mount, and whether one of them may write there. */
function mountedVolumes(set: Workload): ReadonlyMap<string, boolean> {
  const writable = new Map<string, boolean>();
  for (const { mounts } of set.containers)
    for (const { name, readOnly } of mounts) writable.set(name, !readOnly || writable.get(name) === true);
  return writable;
}
