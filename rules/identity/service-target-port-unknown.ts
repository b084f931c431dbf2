import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Pod, Port } from "../../src/model/pod.ts";
import type { Service, ServicePort } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Workload } from "../../src/model/workload.ts";
import { isInjected } from "../_shared/injected.ts";
import { listed, quoted } from "../_shared/listed.ts";

export const serviceTargetPortUnknown = defineRule({
  id: "service-target-port-unknown",
  category: "identity",
  subject: "StatefulSet",
  summary: "a Service's targetPort is a name that no container of the selected pods declares",
  rationale: `A named targetPort is looked up among the ports of the selected pod's containers, by name and protocol. A
pod that declares no such port gets no endpoint for it, without any event or error: connections to the Service's port are
refused or time out. (Kubernetes FindPort, pkg/api/v1/pod; regular containers and sidecars count.)`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only Services with a cluster IP, because look-ups of a headless Service use no targetPort. Every workload
of the input that the Service selects must lack the port. It is a warning
where another port of the Service works, because this one may be meant for a feature that is off, and where a label or an annotation of the pods,
or of their Namespace, asks for a container to be injected, which may declare the port.`,
  references: ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
  messages: {
    unknown: {
      text: "Service `{service}` sends port {port} to the container port `{target}`, which no container of the pods it selects declares: it has no endpoints there, and every connection fails",
      help: "name one of the ports that are declared ({declared}), or add `name: {target}` to the container's port",
    },
    none: {
      text: "Service `{service}` sends port {port} to the container port `{target}`, and the containers of the pods it selects declare no ports: it has no endpoints there, and every connection fails",
      help: "declare the port in the container, with `name: {target}`, or write its number as targetPort",
    },
    unnamed: {
      text: "Service `{service}` sends port {port} to the container port `{target}`, and the containers of the pods it selects declare their ports ({numbers}) without names: it has no endpoints there, and every connection fails",
      help: "add `name: {target}` to the container's port, or write its number as targetPort",
    },
    protocol: {
      text: "Service `{service}` sends port {port} to the {protocol} port `{target}`, which the pods it selects declare for another protocol only: it has no endpoints there, and every connection fails",
      help: "give the Service's port and the container's port `{target}` the same protocol",
    },
  },
  *check(set) {
    for (const service of set.services) {
      // A Service that selects several sets is judged once.
      if (service.headless || set.release.setsSelectedBy(service)[0] !== set) continue;
      const { workloads, ports, declared, numbers, served } = behind(set, service);
      const works = service.ports.some((port) => isServed(port, served));
      for (const port of service.ports) {
        const target = port.targetPort;
        if (typeof target !== "string" || /^\d+$/.test(target)) continue;
        if (isServed(port, served)) continue;
        const near = ports.get(target);
        yield {
          message: near !== undefined ? "protocol" : declared !== "" ? "unknown" : numbers !== "" ? "unnamed" : "none",
          ...(works || workloads.some(isInjected) ? { severity: "warning" } : {}),
          data: {
            service: service.name,
            port: port.port ?? portLabel(port),
            target,
            protocol: port.protocol,
            numbers,
            declared,
          },
          at: { manifest: service.manifest, path: [...port.path, "targetPort"] },
          related: [relatedPorts(set, near?.path)],
        };
      }
    }
  },
});

/** What the ports behind a Service are, for all that may be said of them. */
interface Behind {
  readonly workloads: readonly Workload[];
  /** By name, the first of each. */
  readonly ports: ReadonlyMap<string, Port>;
  /** The names and the numbers as they are told. */
  readonly declared: string;
  readonly numbers: string;
  /** Names of ports, each behind its protocol. */
  readonly served: ReadonlySet<string>;
}

/** What is behind Services, by the workload or the workloads that they select: those that ask for many alike are given one list. */
const known = () => new WeakMap<Workload | readonly Workload[], Behind>();

function behind({ release }: StatefulSetView, { selector, manifest }: Service): Behind {
  const workloads = release.workloadsSelectedBy(selector, manifest);
  const answers = release.once(known);
  const asked = workloads.length === 1 && workloads[0] !== undefined ? workloads[0] : workloads;
  const answer = answers.get(asked) ?? lookBehind(workloads, release);
  answers.set(asked, answer);
  return answer;
}

function lookBehind(workloads: readonly Workload[], { tries }: StatefulSetView["release"]): Behind {
  const pods = workloads.map(({ pod }) => pod);
  const all = pods.flatMap(portsOf);
  tries.spend(all.length);
  const ports = new Map<string, Port>();
  for (const port of all) if (port.name !== undefined && !ports.has(port.name)) ports.set(port.name, port);
  const served = all.flatMap(({ name, protocol }) => (name === undefined ? [] : [`${protocol}/${name}`]));
  return {
    workloads,
    ports,
    declared: listed([...ports.keys()], quoted),
    numbers: listed(new Set(all.flatMap(({ containerPort }) => containerPort ?? []))),
    served: new Set(served),
  };
}

/** A number reaches whatever listens; a name only where a container declares it for the same protocol. */
function isServed({ targetPort, protocol }: ServicePort, served: ReadonlySet<string>): boolean {
  return typeof targetPort !== "string" || /^\d+$/.test(targetPort) || served.has(`${protocol}/${targetPort}`);
}

function portsOf(pod: Pod) {
  return pod.containers.flatMap(({ kind, ports }) => (kind === "init" ? [] : ports));
}

function portLabel({ name }: ServicePort): string {
  return name === undefined ? "" : `\`${name}\``;
}

function relatedPorts(set: StatefulSetView, path: StatefulSetView["pod"]["path"] | undefined) {
  const { manifest } = set;
  if (path !== undefined) return { manifest, path: [...path, "protocol"], message: "declared here" };
  const container = set.runningContainers.find(({ ports }) => ports.length > 0);
  if (container !== undefined) {
    return { manifest, path: [...container.path, "ports"], message: "the ports that a selected pod declares" };
  }
  return { manifest, path: [...set.pod.path, "spec", "containers"], message: "declare no ports" };
}
