import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Pod } from "../../src/model/pod.ts";
import { reaches, type Service, type ServicePort } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

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
where another port of the Service works, because this one may be meant for a feature that is off, and where the pods carry
an annotation that asks for a container to be injected, which may declare the port.`,
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
      const pods = selectedPods(set, service);
      const works = service.ports.some((port) => isServed(port, pods));
      for (const port of service.ports) {
        const target = port.targetPort;
        if (typeof target !== "string" || /^\d+$/.test(target)) continue;
        const ports = pods.flatMap(portsOf);
        if (isServed(port, pods)) continue;
        const near = ports.find(({ name }) => name === target);
        const declared = [...new Set(ports.flatMap(({ name }) => name ?? []))];
        yield {
          message:
            near !== undefined ? "protocol" : declared.length > 0 ? "unknown" : ports.length > 0 ? "unnamed" : "none",
          ...(works || pods.some(expectsInjection) ? { severity: "warning" } : {}),
          data: {
            service: service.name,
            port: port.port ?? portLabel(port),
            target,
            protocol: port.protocol,
            numbers: [...new Set(ports.flatMap(({ containerPort }) => containerPort ?? []))].join(", "),
            declared: declared.map((name) => `\`${name}\``).join(", "),
          },
          at: { manifest: service.manifest, path: [...port.path, "targetPort"] },
          related: [relatedPorts(set, near?.path)],
        };
      }
    }
  },
});

function selectedPods(set: StatefulSetView, { selector, manifest }: Service): readonly Pod[] {
  return set.release.workloadsSelectedBy(selector, manifest).map(({ pod }) => pod);
}

/** A number reaches whatever listens; a name only where a container declares it for the same protocol. */
function isServed(port: ServicePort, pods: readonly Pod[]): boolean {
  const { targetPort } = port;
  if (typeof targetPort !== "string" || /^\d+$/.test(targetPort)) return true;
  return pods.some((pod) => reaches(port, pod).length > 0);
}

function portsOf(pod: Pod) {
  return pod.containers.flatMap(({ kind, ports }) => (kind === "init" ? [] : ports));
}

/** Annotations by which Istio, Linkerd, Vault and others add containers to a pod. */
function expectsInjection(pod: Pod): boolean {
  return [...pod.annotations].some(([key, value]) => /inject/i.test(key) && !/^(?:false|disabled|no)$/i.test(value));
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
