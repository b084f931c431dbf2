import { found } from "../../src/model/lookup.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { ownFullName, ownName, type WaitLoop } from "../../src/model/wait-loops.ts";
import { writtenNamespaces } from "../../src/model/written-namespaces.ts";
import { conditionsOf, hostsAskedBy } from "./_asked-hosts.ts";

/** What a pod waits for and cannot have before it has started. */
export interface Fault {
  readonly message: "ownName" | "service" | "port" | "later" | "local";
  readonly name: string;
  readonly service?: Service;
  /** By other pods of the set, where they run already. */
  readonly isAnsweredByOthers?: boolean;
  /** The pod that is waited for and waits as well. */
  readonly pod?: string;
}

/** The first of some loops that no pod can leave. A hook waits while the server runs already, and is not ready. */
export function firstFault(loops: readonly WaitLoop[], set: StatefulSetView, isHook: boolean): Fault | undefined {
  for (const text of loops.flatMap(conditionsOf)) {
    const fault = faultIn(text, set, isHook);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What asks at a port of its own pod, with the host as a word. */
const asksHere = /(?:\/dev\/tcp\/|[\s"'/@=])(localhost|127\.0\.0\.1|\[::1\])(?=[\s"':/]|$)/;
const asksPort = /\b(?:nc|ncat|netcat|curl|wget|telnet|pg_isready|mysqladmin|redis-cli|mongosh|psql)\b|\/dev\/tcp\//;

/** The first of some loops that waits for a port of its own pod, before anything has been started there. */
export function localFault(loops: readonly WaitLoop[]): Fault | undefined {
  for (const { condition, isFirst } of loops) {
    const name = isFirst && asksPort.test(condition) ? asksHere.exec(` ${condition}`)?.[1] : undefined;
    if (name !== undefined) return { message: "local", name };
  }
  return undefined;
}

/** Programs that ask DNS alone; all others of these scripts go through the C library and its /etc/hosts. */
const asksDns = /\b(?:nslookup|dig|host|drill)\b/;
/** Programs that only resolve a name; all others want an answer from the port as well. */
const resolves = /\b(?:nslookup|dig|drill|getent|host)\b/;

function faultIn(condition: string, set: StatefulSetView, isHook: boolean): Fault | undefined {
  const isLookup = resolves.test(condition);
  const isPing = /\bping\b/.test(condition);
  for (const name of hostsAskedBy(condition)) {
    const fault = judged(name, { isLookup, isPing, dnsOnly: asksDns.test(condition), isHook }, set);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Question {
  readonly isLookup: boolean;
  readonly isPing: boolean;
  readonly dnsOnly: boolean;
  /** The server runs already, and is not ready. */
  readonly isHook: boolean;
}

function judged(
  name: string,
  { isLookup, isPing, dnsOnly, isHook }: Question,
  set: StatefulSetView,
): Fault | undefined {
  const [host = "", service, ...zone] = name.split(".");
  const governing = found(set.governingService);
  const shown = name.replace(ownName, set.podName(0)).replace(ownFullName, set.podName(0));
  const isOwn = host === ownName || host === ownFullName;
  const ordinal = isOwn ? set.firstOrdinal : ordinalOf(host, set);
  if (ordinal !== undefined) {
    const own = set.manifest.namespace;
    const itself = !isOwn && !isLookup && !isHook && isWithin(ordinal, set) ? { pod: `${set.name}-${ordinal}` } : {};
    if (service !== undefined && service !== set.serviceName) return undefined;
    if (zone[0] !== undefined && own !== undefined && isElsewhere(zone[0], set)) return undefined;
    if (ordinal > set.firstOrdinal && set.podManagementPolicy === "OrderedReady") {
      // With the Service's name it is the set's pod, though it may be one of a later scale-up.
      const isLater = service !== undefined || (isWithin(ordinal, set) && !isLookup);
      return isLater ? { message: "later", name: shown, isAnsweredByOthers: true, ...itself } : undefined;
    }
    if (!isWithin(ordinal, set)) return undefined;
    if (!isLookup && !isPing && !isHook) return { message: "port", name: shown, ...itself };
    // The kubelet writes `IP host.subdomain.namespace.svc.DOMAIN host` (managedHostsFileContent).
    if (service === undefined && host !== ownFullName) return undefined;
    const isInHosts = host === ownFullName || (zone.includes("svc") && zone.length > 2);
    if (isInHosts && !dnsOnly) return undefined;
    return hides(governing, set) ? { message: "ownName", name: shown, service: governing } : undefined;
  }
  const named = set.release.servicesOfName(host).find((one) => set.services.includes(one) && selectsOnly(one, set));
  // Behind a Service's name comes the namespace.
  if (named === undefined || isElsewhere(service, set) || (zone.length > 0 && zone[0] !== "svc")) return undefined;
  const base = { name: shown, service: named, isAnsweredByOthers: true };
  if (!isLookup && !isPing) return isHook && named.publishNotReadyAddresses ? undefined : { message: "port", ...base };
  return named.headless && !named.publishNotReadyAddresses ? { message: "service", ...base } : undefined;
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
