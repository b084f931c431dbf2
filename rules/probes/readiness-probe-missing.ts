import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import type { Container } from "../../src/model/pod.ts";
import { reaches, type Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { isProxy, servers, serving } from "./_serving.ts";

/** Of a set that more Services select, a few tell enough. */
const mostServices = 100;

export const readinessProbeMissing = defineRule({
  id: "readiness-probe-missing",
  category: "probes",
  subject: "StatefulSet",
  summary: "no readiness probe where a Service or a rolling update relies on one",
  rationale: `Without a readiness probe a container counts as ready the moment its process starts. A Service with a cluster IP then
sends it traffic while it still loads its data, and a rolling update goes on to the next pod before this one has rejoined: with
replicated data that can take down more members than the cluster survives.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Judged are the containers at which a Service's traffic arrives, not exporters and other companions; one of them with a
readiness probe is enough, because a pod is ready only when all its containers are, and so is the server behind a proxy. A Service that publishes addresses that are
not ready, one for monitoring alone, and a headless one ask for no readiness, and a startup probe keeps traffic away as long as the server starts. A Service counts only where
the container declares a port that it sends to, and one for UDP alone does not count: the kubelet has no probe for that. Without such a Service it takes several replicas
that roll and miss each other: of software that is known to keep data, that name one another in their configuration, or that keep data to which a headless Service leads.
Workers that fetch their jobs are left alone, and so are controllers that elect a leader.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe",
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates",
  ],
  messages: {
    service: {
      text: "container `{container}` has no readinessProbe: Service `{service}` sends it traffic without asking whether it can answer yet",
      help: "add a `readinessProbe` to `{container}` that succeeds once it can serve, such as an httpGet, or a tcpSocket on the port that the Service uses",
    },
    rollout: {
      text: "container `{container}` has neither a readinessProbe nor a startupProbe: a rolling update goes on to the next of {replicas} pods before this one serves again",
      help: "add a `readinessProbe` to `{container}` that succeeds once it can serve",
    },
  },
  *check(set) {
    const main = servers(set);
    for (const service of set.services.slice(0, mostServices)) {
      if (service.headless || service.type === "ExternalName" || service.publishNotReadyAddresses) continue;
      const reached = new Set(
        service.ports.flatMap((port) => reaches(port, set.pod).map(({ container }) => container)),
      );
      const containers = serving(set, service).filter((container) => reached.has(container));
      const [first] = containers;
      if (first === undefined || containers.some(isHeldBack) || electsLeader(first) || isOfAnother(set, service))
        continue;
      if (containers.every(isProxy) && main.some(isHeldBack)) continue;
      yield {
        message: "service",
        data: { container: first.name, service: service.name },
        at: { manifest: set.manifest, path: placeOf(first) },
        related: [{ manifest: service.manifest, path: ["metadata", "name"], message: "sends traffic to these pods" }],
      };
      return;
    }
    if (set.maxReplicas < 2 || set.strategy.type !== "RollingUpdate") return;
    const [first] = main;
    if (first === undefined || main.some(isHeldBack) || first.ports.length === 0 || electsLeader(first)) return;
    if (!missEachOther(set)) return;
    yield {
      message: "rollout",
      data: { container: first.name, replicas: set.maxReplicas },
      at: { manifest: set.manifest, path: placeOf(first) },
    };
  },
});

/** Whether traffic waits for the container: until its startup probe has succeeded it is not ready either. */
function isHeldBack({ probes }: Container): boolean {
  return probes.readinessProbe !== undefined || probes.startupProbe !== undefined;
}

/** Whether a rollout that hurries takes something away that the pods hold together, not only one more worker. */
function missEachOther(set: StatefulSetView): boolean {
  if ((set.known?.dataDirectories.length ?? 0) > 0 || set.peers.length > 0) return true;
  return (
    set.claimTemplates.length > 0 &&
    set.services.slice(0, mostServices).some((service) => serving(set, service).length > 0)
  );
}

/** A controller of which one instance works and the others wait: no rollout needs them to be ready. */
function electsLeader({ command, args, environment }: Container): boolean {
  return (
    [...command, ...args].some((word) => /leader[-_]?elect/i.test(word) && !/=false\b/.test(word)) ||
    environment.some(({ name, value }) => /LEADER_?ELECT/i.test(name) && value !== "false")
  );
}

/** A Service that another workload serves, by its name and its port, and whose selector fits these pods by mistake. */
function isOfAnother(set: StatefulSetView, { name, selector, manifest, ports }: Service): boolean {
  if (selector === undefined || name === set.name || name === set.serviceName) return false;
  const isDeclared = ({ ports: own }: Pick<StatefulSetView, "ports">) => {
    const declared = new Set(own.flatMap(({ name, containerPort }) => [name, containerPort]));
    return ports.some(({ targetPort, port }) => {
      const target = targetPort ?? port;
      return target !== undefined && declared.has(target);
    });
  };
  if (isDeclared(set)) return false;
  return set.release
    .workloadsSelectedBy(selector, manifest)
    .some((workload) => workload.name === name && workload.kind !== "StatefulSet" && isDeclared(workload));
}
