import { defineRule } from "../../src/lint/contract/rule.ts";
import { ClaimIndex } from "../../src/model/claim-index.ts";
import { filled, isMapping, list, mapping } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import { together } from "../../src/model/namespace.ts";
import { hooks, readClaimSpec, sharesAcrossNodes } from "../../src/model/neighbours.ts";
import type { Volume } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Surroundings, Workload } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";

export const claimMountedElsewhere = defineRule({
  id: "claim-mounted-elsewhere",
  category: "storage",
  subject: "StatefulSet",
  summary: "another workload mounts a claim of the StatefulSet that only one node may mount",
  rationale: `A ReadWriteOnce volume is attached to one node. While the set's pod runs, a Job or Deployment that mounts the same claim starts only
on that pod's node; on any other it waits in ContainerCreating with a Multi-Attach error, and where it is first the set's pod
waits. With ReadWriteOncePod the second pod never starts.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Left alone are workloads that are bound to the pod's node by podAffinity, nodeName or a host label, those with no replicas or
suspended, and hooks that run before the install. Access modes of a claim that is not in the input are not known, claim templates' are.`,
  references: [
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
    "Skeen/helm-bitwarden_rs#13",
    "paperclipinc/openclaw-operator#286",
  ],
  messages: {
    node: {
      text: "{other} mounts the claim `{claim}` of StatefulSet `{set}`, which is {modes}: on another node than the pod's it waits for ever for the volume to attach",
      help: "give it a podAffinity to the set's pods with `topologyKey: kubernetes.io/hostname`, or let it reach the data over the network or by a snapshot",
    },
    pod: {
      text: "{other} mounts the claim `{claim}` of StatefulSet `{set}`, which is ReadWriteOncePod: while one of the two pods runs, on whatever node, the other never starts",
      help: "let it reach the data over the network or by a snapshot, or make the claim ReadWriteOnce and give it a podAffinity to the set's pods",
    },
  },
  *check(set) {
    if (set.replicas === 0) return;
    const named = new Map(
      set.namedClaims.flatMap(({ claimName, claim, volume }) => {
        const manifest = found(claim);
        if (manifest === undefined) return [];
        const { accessModes } = readClaimSpec(mapping(manifest.value).spec);
        return [[claimName, { accessModes, manifest: set.manifest, path: volume.path }] as const];
      }),
    );
    if (named.size === 0 && set.claimTemplates.length === 0) return;
    const beside = set.release.once(apart).mountedBy(set);
    set.release.tries.spend(beside.length);
    for (const workload of beside) {
      if (workload.manifest === set.manifest || !together(workload.manifest, set.manifest)) continue;
      for (const volume of workload.pod.volumes) {
        const claimName = claimOf(volume);
        if (claimName === undefined) continue;
        // Sets that share a claim by its name are made for one another; a claim of another set's template is not.
        const claim =
          (workload.kind === "StatefulSet" ? undefined : named.get(claimName)) ?? ofTemplate(claimName, set);
        if (claim === undefined || claim.accessModes.length === 0 || sharesAcrossNodes(claim.accessModes)) continue;
        yield {
          message: claim.accessModes.includes("ReadWriteOncePod") ? "pod" : "node",
          data: {
            other: `${workload.kind} \`${workload.name}\``,
            claim: claimName,
            set: set.name,
            modes: claim.accessModes.join(" and "),
          },
          at: { manifest: workload.manifest, path: claimPath(volume) },
          related: [{ manifest: claim.manifest, path: claim.path, message: "the set's own mount of it" }],
        };
        break;
      }
    }
  },
});

interface OwnClaim {
  readonly accessModes: readonly string[];
  readonly manifest: Manifest;
  readonly path: Path;
}

function claimPath({ path }: Volume): Path {
  return [...path, "persistentVolumeClaim", "claimName"];
}

/** The claim template that makes a claim of this name for one of the set's pods. */
function ofTemplate(claim: string, set: StatefulSetView): OwnClaim | undefined {
  for (const template of set.claimTemplates) {
    const prefix = `${template.name}-${set.name}-`;
    const digits = claim.startsWith(prefix) ? claim.slice(prefix.length) : "";
    if (!/^(?:0|[1-9]\d{0,5})$/.test(digits)) continue;
    const index = Number(digits) - set.firstOrdinal;
    if (index < 0 || index >= set.maxReplicas) continue;
    return { accessModes: template.accessModes, manifest: set.manifest, path: template.path };
  }
  return undefined;
}

const kinds: ReadonlySet<string> = new Set([
  "Job",
  "CronJob",
  "Deployment",
  "ReplicaSet",
  "DaemonSet",
  "Pod",
  "StatefulSet",
]);

function apart({ workloads }: Surroundings): ClaimIndex<Workload> {
  return new ClaimIndex(workloads.filter(isApart), ({ pod }) => pod.volumes.flatMap((volume) => claimOf(volume) ?? []));
}

function claimOf({ value }: Volume): string | undefined {
  return filled(mapping(value.persistentVolumeClaim).claimName);
}

/** Whether a workload's pods mount claims beside the set's, on whatever node. */
function isApart({ kind, manifest, pod, replicas }: Workload): boolean {
  if (!kinds.has(kind) || replicas === 0) return false;
  if (!pod.volumes.some(({ value }) => isMapping(value.persistentVolumeClaim))) return false;
  if (mapping(manifest.value.spec).suspend === true) return false;
  const events = hooks(manifest);
  if (events.length > 0 && events.every((event) => event === "pre-install")) return false;
  const { affinity, nodeName, nodeSelector } = pod.spec;
  if (isBoundToNode(affinity)) return false;
  return filled(nodeName) === undefined && !Object.hasOwn(mapping(nodeSelector), "kubernetes.io/hostname");
}

/** Whether an affinity draws pods to the node of others: a wider topology, such as a zone, has many nodes. */
function isBoundToNode(affinity: unknown): boolean {
  const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution } =
    mapping(mapping(affinity).podAffinity);
  const preferred = list(preferredDuringSchedulingIgnoredDuringExecution).map(
    (term) => mapping(mapping(term).podAffinityTerm).topologyKey,
  );
  const keys = [...list(required).map((term) => mapping(term).topologyKey), ...preferred];
  return keys.some((key) => !/(?:^|[./-])(?:zone|region)$/.test(filled(key) ?? ""));
}
