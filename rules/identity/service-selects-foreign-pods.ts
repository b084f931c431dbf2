import { defineRule } from "../../src/lint/contract/rule.ts";
import { isOfDeletion } from "../../src/model/neighbours.ts";
import type { Pod } from "../../src/model/pod.ts";
import { reaches, type Service, type ServicePort } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Workload } from "../../src/model/workload.ts";

/** Behind one Service so many are looked at. */
const mostWorkloads = 200;

export const serviceSelectsForeignPods = defineRule({
  id: "service-selects-foreign-pods",
  category: "identity",
  subject: "StatefulSet",
  summary: "a Service of the StatefulSet also selects pods of a workload that does not serve its port",
  rationale: `A Service sends traffic to every pod whose labels fit its selector, whoever made it. Where the selector
is too wide it reaches the pods of a Job, a CronJob or a Deployment beside the StatefulSet: a part of the connections is
refused whenever such a pod runs, and a headless Service's look-up answers with addresses that are no members.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A Service over several workloads that all declare its port is intended and left alone. A named targetPort
finds only pods that declare it, so with a cluster IP nothing goes astray there: an info, and so is a headless Service
that does not govern the set. A workload of the same image that declares ports of its own is taken to listen on the others too. Where the StatefulSet's own pods do not
declare the port either, nobody can tell, except for a Job, which serves nothing. Hooks of a release's deletion are left alone.`,
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
    "nextcloud/helm#144",
  ],
  messages: {
    traffic: {
      text: "Service `{service}` selects the pods of StatefulSet `{set}` and those of {other}, which do not listen on port {port}: while such a pod runs, a part of the connections fails",
      help: "add a label that only the StatefulSet's pods carry, such as a component, to the Service's selector",
    },
    named: {
      text: "Service `{service}` selects the pods of StatefulSet `{set}` and those of {other}; only because its targetPort is the name `{port}`, which those pods do not declare, no connection goes there",
      help: "add a label that only the StatefulSet's pods carry, such as a component, to the Service's selector",
    },
    foreign: {
      text: "Service `{service}` belongs to {other}, which serves port {port}, but it also selects the pods of StatefulSet `{set}`, which declare no such port: a part of the connections goes there and fails",
      help: "add a label that only the pods of {other} carry to the Service's selector",
    },
    lookup: {
      text: "headless Service `{service}` selects the pods of StatefulSet `{set}` and those of {other}, which do not listen on port {port}: a look-up of `{service}` also answers with addresses that are no members",
      help: "add a label that only the StatefulSet's pods carry, such as a component, to the Service's selector",
    },
  },
  *check(set) {
    for (const service of set.services) {
      if (set.release.setsSelectedBy(service)[0] !== set) continue;
      const selected = set.release.workloadsSelectedBy(service.selector, service.manifest).slice(0, mostWorkloads);
      const strays = selected.flatMap((workload) => strayPort(set, service, workload) ?? []);
      const stray = strays.find(({ harmless }) => !harmless) ?? strays[0];
      const owner = stray === undefined ? ownerOf(set, service) : undefined;
      if (owner !== undefined) {
        yield {
          message: "foreign",
          data: {
            service: service.name,
            set: set.name,
            other: `${owner.workload.kind} \`${owner.workload.name}\``,
            port: String(owner.port.targetPort ?? owner.port.port ?? ""),
          },
          at: { manifest: service.manifest, path: ["spec", "selector"] },
          related: [{ manifest: set.manifest, path: set.labelsPath, message: "the selector fits these pods too" }],
        };
      }
      if (stray === undefined) continue;
      yield {
        message: service.headless ? "lookup" : stray.harmless ? "named" : "traffic",
        ...(stray.harmless ? { severity: "info" } : {}),
        data: {
          service: service.name,
          set: set.name,
          other: `${stray.workload.kind} \`${stray.workload.name}\``,
          port: String(stray.port.targetPort ?? stray.port.port ?? ""),
        },
        at: { manifest: service.manifest, path: ["spec", "selector"] },
        related: [
          {
            manifest: stray.workload.manifest,
            path: stray.workload.labelsPath,
            message: "the selector fits these pods too",
          },
        ],
      };
    }
  },
});

/** The Service's first port that the set's pods declare and the other workload's pods do not, and that still leads there. */
function strayPort(
  set: StatefulSetView,
  service: Service,
  workload: Workload,
): { readonly workload: Workload; readonly port: ServicePort; readonly harmless: boolean } | undefined {
  if (workload.manifest === set.manifest || isOfDeletion(workload.manifest)) return undefined;
  if (runsSameImage(set.pod, workload.pod)) return undefined;
  const isBatch = workload.kind === "Job" || workload.kind === "CronJob";
  const ports = service.ports.filter((port) => (isBatch || declares(set.pod, port)) && !declares(workload.pod, port));
  const isHarmless = ({ targetPort }: ServicePort) =>
    service.headless ? service.name !== set.serviceName : typeof targetPort === "string";
  const port = ports.find((port) => !isHarmless(port)) ?? ports[0];
  return port === undefined ? undefined : { workload, port, harmless: isHarmless(port) };
}

/** A Deployment or DaemonSet that the Service is there for: it carries the Service's name and declares a port that the set's pods do not. */
function ownerOf(
  set: StatefulSetView,
  service: Service,
): { readonly workload: Workload; readonly port: ServicePort } | undefined {
  const { selector, manifest, headless } = service;
  if (selector === undefined || headless || service.name === set.serviceName || service.name === set.name)
    return undefined;
  if (set.release.setsSelectedBy(service).length !== 1) return undefined;
  for (const workload of set.release.workloadsSelectedBy(selector, manifest)) {
    if (workload.kind !== "DaemonSet" && workload.kind !== "Deployment") continue;
    if (workload.name !== service.name || runsSameImage(set.pod, workload.pod)) continue;
    const port = service.ports.find(
      (one) => typeof one.targetPort !== "string" && declares(workload.pod, one) && !declares(set.pod, one),
    );
    if (port !== undefined && !service.ports.some((one) => declares(set.pod, one))) return { workload, port };
  }
  return undefined;
}

/** The same software listens on the same ports, declared or not. */
function runsSameImage(one: Pod, other: Pod): boolean {
  const images = servers(one);
  return images.length > 0 && servers(other).some((image) => images.includes(image));
}

function servers(pod: Pod): readonly string[] {
  return pod.containers.flatMap(({ kind, image, ports }) => (kind === "regular" && ports.length > 0 ? [image] : []));
}

function declares(pod: Pod, port: ServicePort): boolean {
  return reaches(port, pod).length > 0;
}
