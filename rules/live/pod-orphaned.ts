import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, labels, list, mapping } from "../../src/model/fields.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { orphansOf } from "../../src/model/leftovers.ts";
import { together } from "../../src/model/namespace.ts";
import { beforeOrdinal } from "../../src/model/ordinal-names.ts";
import type { Release } from "../../src/model/release.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";
import { byHand } from "../_shared/by-hand.ts";
import { listed, quoted } from "../_shared/listed.ts";

export const podOrphaned = defineRule({
  id: "pod-orphaned",
  category: "live",
  subject: "Release",
  needs: "live",
  summary: "pods of a StatefulSet run without it, or in the way of one that does not select them",
  rationale: `\`kubectl delete statefulset --cascade=orphan\` leaves pods that nobody owns: they serve, and the first that ends, by a drained node or a
crash of its container's node, is not made again. A StatefulSet of their name adopts those that its selector fits; the others keep their names,
and it cannot make a pod of its own there (\`already exists\`), nor any after it under OrderedReady.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: "In the middle of an upgrade by such steps it is as it should be, until the set is made anew.",
  references: ["https://kubernetes.io/docs/tasks/run-application/delete-stateful-set/"],
  messages: {
    unowned: {
      text: "{pods} of StatefulSet `{set}` run without it: a pod that ends is not made again",
      help: "go on with the upgrade for which the set was deleted, or make it as it was: it adopts the pods that its selector fits (`sts-lint plan NEW --against NOW` tells which)",
    },
    inTheWay: {
      text: "{pods} run without a controller under the name of StatefulSet `{set}`, whose selector does not fit them: it can neither adopt them nor make its own pods of these names",
      help: "delete them one by one, lowest first, each once the one before is back and ready: `{command}`",
    },
  },
  *check(release, context) {
    const pods = release.ofKind("Pod").filter(isOrphan);
    if (pods.length === 0) return;
    const named = groupedBy(pods, ({ name }) => name);
    for (const set of release.statefulSets) {
      const inTheWay = orphansOf(set, release).filter(({ isAdopted }) => !isAdopted);
      const [first] = inTheWay;
      const at = named.get(first?.name ?? "")?.find((pod) => together(pod, set.manifest));
      if (first === undefined || at === undefined) continue;
      yield {
        message: "inTheWay" as const,
        severity: "error" as const,
        data: {
          set: set.name,
          pods: listed(
            inTheWay.map(({ name }) => name),
            quoted,
          ),
          command: byHand(set.manifest, context, at).kubectl("delete", `pod/${first.name}`),
        },
        at: { manifest: at, path: ["metadata", "name"] },
        related: [{ manifest: set.manifest, path: ["spec", "selector"], message: "does not fit them" }],
      };
    }
    const sets = release.once(setsByName);
    for (const group of groupedBy(pods, ({ name, namespace }) => `${namespace}/${beforeOrdinal(name)}`).values()) {
      const [first] = group;
      if (first === undefined) continue;
      const set = beforeOrdinal(first.name);
      if (sets.get(set)?.some(({ manifest }) => together(manifest, first))) continue;
      yield {
        message: "unowned" as const,
        data: {
          set,
          pods: listed(
            group.map(({ name }) => name),
            quoted,
          ),
        },
        at: { manifest: first, path: ["metadata", "name"] },
      };
    }
  },
});

const setsByName = (release: Release): ReadonlyMap<string, readonly StatefulSetView[]> =>
  groupedBy(release.statefulSets, ({ name }) => name);

/** Whether a StatefulSet made the pod, and nobody owns it now. */
function isOrphan({ name, value }: Manifest): boolean {
  const metadata = mapping(value.metadata);
  return (
    labels(metadata.labels).get("statefulset.kubernetes.io/pod-name") === name &&
    filled(metadata.deletionTimestamp) === undefined &&
    !list(metadata.ownerReferences).some((owner) => mapping(owner).controller === true)
  );
}
