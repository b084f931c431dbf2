import { defineRule, type Place } from "../../src/lint/contract/rule.ts";
import { hookBeforeInstall } from "../../src/model/hook-objects.ts";
import { hooks } from "../../src/model/neighbours.ts";
import type { Release } from "../../src/model/release.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { waitLoops } from "../../src/model/wait-loops.ts";
import type { Workload } from "../../src/model/workload.ts";
import { conditionsOf, hostIn, hostsAskedBy, scriptPath } from "./_asked-hosts.ts";

export const hookWaitsForSet = defineRule({
  id: "hook-waits-for-set",
  category: "rollout",
  subject: "Release",
  summary: "a hook that runs before the install needs an answer of pods that are made after it",
  rationale: `Helm runs \`pre-install\` hooks, and Argo CD runs them as PreSync, before it makes anything else of the release, and waits until they have ended.
A Job among them that waits for a database of the same release waits for pods that nobody has made: the first install ends in a timeout (\`failed
pre-install\`), and nothing is there that could be looked at. Where the release runs already, as in the cluster of whoever wrote the chart, nobody notices.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `An error is said of endless loops of shell scripts alone; a host in a variable is a warning, as nobody knows when the program asks there. Silent of hooks that run before an
upgrade alone, of objects that kubectl applies, which knows no hooks, and where the set, its Service's other pods or its own answer is a hook as well.`,
  references: [
    "https://helm.sh/docs/topics/charts_hooks/",
    "https://argo-cd.readthedocs.io/en/stable/user-guide/helm/",
  ],
  messages: {
    waits: {
      text: "{kind} `{job}` is a {hook} hook and waits until `{name}` answers, which only pods of StatefulSet `{set}` do: those are made after it has ended, so no first install gets past it",
      help: "make it a `post-install,post-upgrade` hook, or a Job of the release, which may wait beside the pods",
    },
    asks: {
      text: "{kind} `{job}` is a {hook} hook and is told of `{name}` by `{variable}`, where only pods of StatefulSet `{set}` answer: those are made after it has ended, so at a first install nobody answers it",
      help: "make it a `post-install,post-upgrade` hook, or a Job of the release, which may fail until the pods answer",
    },
  },
  *check(release, { deployer }) {
    for (const job of release.workloads) {
      if (job.kind !== "Job" && job.kind !== "Pod") continue;
      const hook = hookBeforeInstall(job.manifest, deployer);
      const need = hook === undefined ? undefined : needOf(job, release);
      if (hook === undefined || need === undefined) continue;
      const { name, set, place, variable } = need;
      const data = { kind: job.kind, job: job.name, name, set: set.name, hook: hook.name };
      const path = ["metadata", "annotations", hook.annotation];
      const related = [{ manifest: job.manifest, path, message: "runs before the pods are made" }];
      yield variable === undefined
        ? { message: "waits", data, at: place, related }
        : {
            message: "asks",
            severity: "warning",
            confidence: "likely",
            data: { ...data, variable },
            at: place,
            related,
          };
    }
  },
});

interface Need {
  readonly name: string;
  readonly set: StatefulSetView;
  readonly place: Place;
  /** The variable that tells of it; undefined where a script waits for it. */
  readonly variable?: string;
}

/** What a Job needs of a set's pods: what it waits for without an end, else what a variable tells it of. */
function needOf(job: Workload, release: Release): Need | undefined {
  const { manifest, containers, configuration } = job;
  for (const container of containers) {
    for (const condition of waitLoops(container, configuration).flatMap(conditionsOf)) {
      const found = askedOf(hostsAskedBy(condition), job, release);
      if (found !== undefined) return { ...found, place: { manifest, path: scriptPath(container) } };
    }
  }
  for (const { environment } of containers) {
    for (const { name: variable, value = "", path } of environment) {
      if (!tellsHost.test(variable)) continue;
      const found = askedOf(value.split(/[\s,;@]+/).map(hostIn), job, release);
      if (found !== undefined) return { ...found, place: { manifest, path: [...path, "value"] }, variable };
    }
  }
  return undefined;
}

/** Variables of hosts, also as a part of a URL. */
const tellsHost = /(?:HOST|HOSTS|HOSTNAME|ADDR|ADDRESS|SERVER|SERVERS|ENDPOINT|ENDPOINTS|URL|URI|DSN)$/i;

/** The first of some hosts that is a Service of the release which leads to pods of a set alone. */
function askedOf(hosts: readonly string[], job: Workload, release: Release): Pick<Need, "name" | "set"> | undefined {
  for (const name of hosts) {
    const [host = "", second, third] = name.split(".");
    for (const [service, zone] of [
      [host, second],
      [second, third],
    ]) {
      const set = service === undefined ? undefined : setBehind(service, zone, job, release);
      // A pod's own name stands before its governing Service's.
      if (set !== undefined && (service === host || host.startsWith(`${set.name}-`))) return { name, set };
    }
  }
  return undefined;
}

function setBehind(
  name: string,
  namespace: string | undefined,
  job: Workload,
  release: Release,
): StatefulSetView | undefined {
  for (const service of release.servicesOfName(name)) {
    const { selector, manifest } = service;
    const asked = namespace === undefined || namespace === "svc" ? job.manifest.namespace : namespace;
    if (asked !== manifest.namespace || selector === undefined || hooks(manifest).length > 0) continue;
    const [set, ...others] = release.setsSelectedBy(service);
    if (set === undefined || others.length > 0 || set.replicas < 1 || hooks(set.manifest).length > 0) continue;
    if (release.workloadsSelectedBy(selector, manifest).every((one) => one.manifest === set.manifest)) return set;
  }
  return undefined;
}
