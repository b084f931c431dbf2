import type { Container } from "../../src/model/pod.ts";
import { reaches, type Service, type ServicePort } from "../../src/model/service.ts";
import type { Workload } from "../../src/model/workload.ts";

/** Names of ports at which only monitoring looks. */
const monitoring = ["metric", "prom", "exporter", "telemetry", "monitor"];
/** Names and images of containers that stand beside the server. */
const beside = [
  "exporter",
  "metrics",
  "statsd",
  "fluent",
  "promtail",
  "vector",
  "jmx",
  "backup",
  "reloader",
  "configreload",
  "config-reload",
  "watcher",
  "sidecar",
];

/** Whether one of some words, written in small letters, stands in a name. */
function holdsOne(name: string, words: readonly string[]): boolean {
  const small = name.toLowerCase();
  return words.some((word) => small.includes(word));
}

/** Whether a port of a Service is there for monitoring alone. */
function isMonitoring({ name, targetPort }: ServicePort): boolean {
  return holdsOne(name ?? "", monitoring) || (typeof targetPort === "string" && holdsOne(targetPort, monitoring));
}

/** Whether a Service's port has traffic that a readiness probe can answer for: over UDP the kubelet asks nothing. */
function isAsked(port: ServicePort): boolean {
  return port.protocol !== "UDP" && !isMonitoring(port);
}

/** The containers that the set is there for: without sidecars, exporters and log shippers, unless it has nothing else. */
export function servers(set: Workload): readonly Container[] {
  const main = set.runningContainers.filter((container) => !isBeside(container));
  return main.length > 0 ? main : set.runningContainers.filter(({ kind }) => kind === "regular");
}

/** Whether a container only passes traffic on to another one of its pod. */
export function isProxy({ name, image }: Container): boolean {
  return /proxy|envoy|nginx|httpd|apache2?$|traefik/i.test(`${name} ${image.slice(image.lastIndexOf("/") + 1)}`);
}

function isBeside(container: Container): boolean {
  if (container.kind !== "regular") return true;
  const image = container.image.slice(container.image.lastIndexOf("/") + 1);
  return holdsOne(container.name, beside) || holdsOne(image, beside);
}

/**
 * The containers at which a Service's traffic arrives: those that declare the target ports, monitoring and UDP apart. Where
 * none declares them it is the pod's only server; empty where nobody can tell.
 */
export function serving(set: Workload, service: Service): readonly Container[] {
  const ports = service.ports.filter(isAsked);
  if (ports.length === 0) return [];
  const main = servers(set);
  const reached = new Set(ports.flatMap((port) => reaches(port, set.pod)).map(({ container }) => container));
  const declaring = set.runningContainers.filter((container) => reached.has(container));
  if (declaring.length > 0) {
    const known = new Set(main);
    return declaring.filter((container) => known.has(container));
  }
  return main.length === 1 ? main : [];
}
