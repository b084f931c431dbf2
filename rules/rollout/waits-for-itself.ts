import { defineRule } from "../../src/lint/contract/rule.ts";
import { found } from "../../src/model/lookup.ts";
import type { Container } from "../../src/model/pod.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { ownFullName, ownName, type WaitLoop, waitLoops } from "../../src/model/wait-loops.ts";
import { writtenNamespaces } from "../../src/model/written-namespaces.ts";
import type { Path } from "../../src/read/path.ts";

export const waitsForItself = defineRule({
  id: "waits-for-itself",
  category: "rollout",
  subject: "StatefulSet",
  summary: "before it starts, a pod waits for a name or a port that cannot be there until it has started",
  rationale: `A headless Service publishes a pod's name only once the pod is ready, unless it says
\`publishNotReadyAddresses: true\`. A pod that waits in an init container for its own name, for the headless Service that only it
could fill, or for a port of its own, is never ready: a deadlock that no time resolves. Under OrderedReady the same holds for each
pod of a higher ordinal, published or not: it does not exist before this one is ready.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only endless loops of shell scripts that stand before the server's start, without a condition before them that may spare some
pods, and without a counter or a clock. What \`getent\`, \`ping\` and other programs of the C library find in /etc/hosts, the pod's own
short and full name, resolves from the start. A Service that also selects other pods may have endpoints, and one of the same name in another
namespace is another one.`,
  fix: `Publish the names from the start with \`publishNotReadyAddresses: true\` on the headless Service where a name is waited for; start
the pods together with \`podManagementPolicy: Parallel\`, which is immutable; or wait in the main container, beside the server.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
    "kubernetes/kubernetes#62604",
    "gluster/gcs#68",
    "kubernetes/kubernetes#40865",
  ],
  messages: {
    ownName: {
      text: "{container} waits until `{name}` resolves, which is the pod's own name, and Service `{service}` hides pods that are not ready: the pod waits for itself and never starts",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`, or look the name up in the main container",
    },
    service: {
      text: "{container} waits until `{name}` resolves, but headless Service `{service}` has no address before the first pod of StatefulSet `{set}` is ready, and every pod waits: none ever starts",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`, or look the name up in the main container",
    },
    port: {
      text: "{container} waits until `{name}` answers, which only pods of StatefulSet `{set}` do, and none of them serves before this wait ends: no pod ever starts",
      help: "wait in the main container, beside the server, or not at all",
    },
    later: {
      text: "{container} waits for `{name}`, but pods start one by one (OrderedReady), and that pod does not exist until `{first}` is ready: both wait for ever, and no cluster forms",
      help: "write `podManagementPolicy: Parallel` before the first install, as it is immutable, together with `publishNotReadyAddresses: true`; or wait in the main container",
    },
  },
  *check(set) {
    if (set.replicas < 1) return;
    for (const container of set.containers) {
      // The next container comes once a sidecar runs, whatever its script waits for.
      if (container.kind === "sidecar" || (container.kind === "regular" && !isProbed(container))) continue;
      const loops = waitLoops(container, set.configuration);
      const fault = firstFault(loops, set);
      if (fault === undefined) continue;
      yield {
        message: fault.message,
        data: {
          container: `${container.kind === "regular" ? "container" : "init container"} \`${container.name}\``,
          name: fault.name,
          service: fault.service?.name ?? "",
          set: set.name,
          first: set.podName(0),
        },
        at: { manifest: set.manifest, path: scriptPath(container) },
        related:
          fault.message === "later"
            ? [{ manifest: set.manifest, path: ["spec", "podManagementPolicy"], message: "pods start one by one" }]
            : fault.service === undefined
              ? []
              : [
                  {
                    manifest: fault.service.manifest,
                    path: ["spec", "publishNotReadyAddresses"],
                    message: fault.message === "port" ? "leads to these pods only" : "hides pods that are not ready",
                  },
                ],
      };
      return;
    }
  },
});

interface Fault {
  readonly message: "ownName" | "service" | "port" | "later";
  readonly name: string;
  readonly service?: Service;
}

/** A container without such a probe is ready as soon as it runs, and its script may well wait for itself. */
function isProbed({ probes }: Container): boolean {
  return probes.readinessProbe !== undefined || probes.startupProbe !== undefined;
}

function scriptPath({ path, value }: Container): Path {
  const key = Array.isArray(value.args) && value.args.length > 0 && !Array.isArray(value.command) ? "args" : "command";
  return [...path, key];
}

function firstFault(loops: readonly WaitLoop[], set: StatefulSetView): Fault | undefined {
  for (const { condition, over } of loops) {
    const conditions =
      over === undefined
        ? [condition]
        : over.values.map((value) =>
            condition.replace(new RegExp(`\\$\\{${over.variable}\\}|\\$${over.variable}\\b`, "g"), () => value),
          );
    for (const text of conditions) {
      const fault = faultIn(text, set);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** Programs that ask DNS alone; all others of these scripts go through the C library and its /etc/hosts. */
const asksDns = /\b(?:nslookup|dig|host|drill)\b/;
/** Programs that only resolve a name; all others want an answer from the port as well. */
const resolves = /\b(?:nslookup|dig|drill|getent|host)\b/;
const asks =
  /\b(?:nslookup|dig|drill|getent|host|ping|nc|ncat|netcat|curl|wget|telnet|pg_isready|mysqladmin|mysql|redis-cli|mongo|mongosh|psql|nmap)\b|\/dev\/tcp\//;

function faultIn(condition: string, set: StatefulSetView): Fault | undefined {
  if (!asks.test(condition)) return undefined;
  const isLookup = resolves.test(condition);
  const isPing = /\bping\b/.test(condition);
  for (const word of condition.split(/[\s"'`;|&()<>=,]+/).slice(0, 60)) {
    const name = word
      .replace(/^[a-z]{1,10}:\/\//, "")
      .replace(/^\/dev\/tcp\//, "")
      .replace(/[:/].*$/s, "")
      .replace(/\.$/, "");
    const fault = name === "" ? undefined : judged(name, { isLookup, isPing, dnsOnly: asksDns.test(condition) }, set);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Question {
  readonly isLookup: boolean;
  readonly isPing: boolean;
  readonly dnsOnly: boolean;
}

function judged(name: string, { isLookup, isPing, dnsOnly }: Question, set: StatefulSetView): Fault | undefined {
  const [host = "", service, ...zone] = name.split(".");
  const governing = found(set.governingService);
  const shown = name.replace(ownName, set.podName(0)).replace(ownFullName, set.podName(0));
  const isOwn = host === ownName || host === ownFullName;
  const ordinal = isOwn ? set.firstOrdinal : ordinalOf(host, set);
  if (ordinal !== undefined) {
    const own = set.manifest.namespace;
    if (service !== undefined && service !== set.serviceName) return undefined;
    if (zone[0] !== undefined && own !== undefined && isElsewhere(zone[0], set)) return undefined;
    if (ordinal > set.firstOrdinal && set.podManagementPolicy === "OrderedReady") {
      // With the Service's name it is the set's pod, though it may be one of a later scale-up.
      const isLater = service !== undefined || (isWithin(ordinal, set) && !isLookup);
      return isLater ? { message: "later", name: shown } : undefined;
    }
    if (!isWithin(ordinal, set)) return undefined;
    if (!isLookup && !isPing) return { message: "port", name: shown };
    // The kubelet writes `IP host.subdomain.namespace.svc.DOMAIN host` (managedHostsFileContent).
    if (service === undefined && host !== ownFullName) return undefined;
    const isInHosts = host === ownFullName || (zone.includes("svc") && zone.length > 2);
    if (isInHosts && !dnsOnly) return undefined;
    return hides(governing, set) ? { message: "ownName", name: shown, service: governing } : undefined;
  }
  const named = set.release.servicesOfName(host).find((one) => set.services.includes(one) && selectsOnly(one, set));
  // Behind a Service's name comes the namespace.
  if (named === undefined || isElsewhere(service, set) || (zone.length > 0 && zone[0] !== "svc")) return undefined;
  if (!isLookup && !isPing) return { message: "port", name: shown, service: named };
  return named.headless && !named.publishNotReadyAddresses
    ? { message: "service", name: shown, service: named }
    : undefined;
}

/** What helm renders for without `--namespace`. */
const helmsDefault = "default";

/**
 * Whether a name asks in a namespace that may be another than the set's: there is a release of its own, with Services of the
 * same names. Where the set's is not written, it may be the one that helm rendered for, or one that the release writes elsewhere.
 */
function isElsewhere(namespace: string | undefined, { manifest, release }: StatefulSetView): boolean {
  if (namespace === undefined || namespace.includes("$")) return false;
  if (manifest.namespace !== undefined) return namespace !== manifest.namespace;
  return namespace !== helmsDefault && !release.once(writtenNamespaces).counts.has(namespace);
}

function ordinalOf(host: string, { name }: StatefulSetView): number | undefined {
  const rest = host.startsWith(`${name}-`) ? host.slice(name.length + 1) : "";
  return /^(?:0|[1-9]\d{0,5})$/.test(rest) ? Number(rest) : undefined;
}

function isWithin(ordinal: number, set: StatefulSetView): boolean {
  return ordinal >= set.firstOrdinal && ordinal < set.firstOrdinal + set.replicas;
}

function hides(service: Service | undefined, set: StatefulSetView): service is Service {
  return service?.headless === true && !service.publishNotReadyAddresses && set.services.includes(service);
}

/** Whether nothing else in the input could fill the Service. */
function selectsOnly(service: Service, set: StatefulSetView): boolean {
  const { selector, manifest } = service;
  if (selector === undefined || set.release.setsSelectedBy(service).length !== 1) return false;
  return set.release.workloadsSelectedBy(selector, manifest).every((workload) => workload.manifest === set.manifest);
}
