/*
 * By which nodes a new cluster of Elasticsearch or OpenSearch is founded: `cluster.initial_master_nodes` names them, by their `node.name`.
 */

import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { variablesOf } from "./container-variables.ts";
import { mapping } from "./fields.ts";
import { knownContainer } from "./known-workload.ts";
import type { Container } from "./pod.ts";
import { searchRoles } from "./search-roles.ts";
import type { SetSurroundings, StatefulSetView } from "./statefulset.ts";

export interface Founders {
  readonly setting: string;
  readonly names: readonly string[];
  readonly manifest: Manifest;
  readonly path: Path;
}

const settings = ["cluster.initial_master_nodes", "cluster.initial_cluster_manager_nodes"];
/** More nodes found no cluster. */
const mostNames = 50;

/** Those that a container names and that are no pods of the release, all of them; undefined where one is, or may be. */
export function strangeFounders(set: StatefulSetView, container: Container): Founders | undefined {
  const variable = container.environment.findLast(({ name }) => settings.includes(name));
  if (variable?.value === undefined || !isSearch(container)) return undefined;
  const names = variable.value
    .replace(/[[\]"']/g, "")
    .split(/[\s,]+/, mostNames)
    .filter((name) => name !== "");
  // An address, or a name that is made elsewhere.
  if (names.length === 0 || names.some((name) => !/^[a-z][a-z0-9-]{0,62}$/.test(name))) return undefined;
  if (searchRoles(set, container).master !== true || !seesOwnAlone(set, container)) return undefined;
  const nodes = set.release.once(searchNodes);
  if (nodes === undefined || names.some((name) => nodes.has(name))) return undefined;
  return { setting: variable.name, names, manifest: set.manifest, path: [...variable.path, "value"] };
}

function isSearch(container: Container): boolean {
  return knownContainer(container)?.id.startsWith("elasticsearch") === true;
}

/** The pods of all its sets, whose nodes are called as they are; undefined where a node may be called otherwise. */
function searchNodes({ workloads, statefulSets }: SetSurroundings): ReadonlySet<string> | undefined {
  const nodes = new Set<string>();
  const sets = new Set<unknown>(statefulSets.map(({ manifest }) => manifest));
  for (const { manifest, runningContainers } of workloads)
    if (!sets.has(manifest) && runningContainers.some(isSearch)) return undefined;
  for (const set of statefulSets) {
    const container = set.runningContainers.find(isSearch);
    if (container === undefined) continue;
    if (!isCalledAsItsPod(set, container)) return undefined;
    for (let index = 0; index < Math.min(set.maxReplicas, mostPods); index++) nodes.add(set.podName(index));
  }
  return nodes;
}

const mostPods = 1_000;

/** Whether `node.name` is the pod's own: by a variable, or because nothing says otherwise. */
function isCalledAsItsPod(set: StatefulSetView, { environment, args, command }: Container): boolean {
  const name = environment.findLast((one) => one.name === "node.name");
  if (mapping(name?.from?.fieldRef).fieldPath === "metadata.name") return true;
  if (name !== undefined || set.pod.spec.hostNetwork === true) return false;
  return ![...command, ...args].some((word) => word.includes("node.name")) && !inFiles(set, "node.name");
}

/** Whether all that a node looks for others at is in the release: another release may hold the masters. */
function seesOwnAlone(set: StatefulSetView, container: Container): boolean {
  const seeds = [...variablesOf(set, container)].find(({ name }) => name === "discovery.seed_hosts");
  if (seeds === undefined || inFiles(set, "seed_hosts")) return false;
  const hosts = seeds.value.split(/[\s,]+/, mostNames).filter((host) => host !== "");
  return hosts.length > 0 && hosts.every((host) => isOwn(host, set));
}

/** A Service that selects the set's own pods alone, or one of them by name. */
function isOwn(host: string, set: StatefulSetView): boolean {
  const first = host.replace(/[.:].*$/s, "");
  const service = set.services.find(({ name }) => name === first);
  if (service?.selector !== undefined) return true;
  return first.startsWith(`${set.name}-`) && /^\d{1,4}$/.test(first.slice(set.name.length + 1));
}

function inFiles({ configuration }: StatefulSetView, setting: string): boolean {
  return configuration.some(
    ({ origin, text }) => (origin === "ConfigMap" || origin === "Secret") && text.includes(setting),
  );
}
