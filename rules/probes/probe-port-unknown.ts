import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Container, Port, ProbeName } from "../../src/model/pod.ts";
import { probeNames } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import { listed } from "../_shared/listed.ts";

/** What becomes of a probe whose port nobody knows: the kubelet throws the result away (pkg/kubelet/prober/worker.go). */
const consequences: Readonly<Record<ProbeName, string>> = {
  startupProbe: "the container never counts as started, so the pod never becomes ready",
  readinessProbe: "the pod never becomes ready",
  livenessProbe: "the container is never restarted, however dead it is",
};

export const probePortUnknown = defineRule({
  id: "probe-port-unknown",
  category: "probes",
  subject: "Workload",
  summary: "a probe names a port that its container does not declare",
  rationale: `The kubelet looks a probe's named port up among the ports of the probe's own container. Where none has that name the probe
errors, and its result is thrown away: a readiness or startup probe then never succeeds, a liveness probe never fails. The API
server checks the name's syntax only.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Port numbers are left alone: a container may listen at a port that it does not declare, and another container of the pod may
answer there.`,
  references: ["kubernetes/kubernetes#139283", "jacksontj/promxy#372"],
  messages: {
    unknown: {
      text: "the {probe} of container `{container}` asks at the port `{port}`, which the container does not declare: {consequence}",
      help: "give one of the ports of `{container}` the name `{port}`, or write the port's number; declared are {declared}",
    },
    elsewhere: {
      text: "the {probe} of container `{container}` asks at the port `{port}`, which only container `{other}` declares: {consequence}",
      help: "write the port's number in the probe: a name is looked up in the probe's own container only",
    },
  },
  *check(set) {
    let known: ReadonlyMap<string, DeclaredPort> | undefined;
    for (const container of set.runningContainers) {
      for (const name of probeNames) {
        const probe = container.probes[name];
        if (probe === undefined || !("port" in probe.handler)) continue;
        const { kind, port } = probe.handler;
        if (kind === "grpc" || typeof port !== "string" || !isPortName(port)) continue;
        if (container.ports.some((own) => own.name === port)) continue;
        known ??= declaredPorts(set);
        const other = known.get(port);
        const names = container.ports.flatMap((own) => (own.name === undefined ? [] : [`\`${own.name}\``]));
        yield {
          message: other === undefined ? "unknown" : "elsewhere",
          data: {
            probe: name,
            container: container.name,
            port,
            other: other?.container.name ?? "",
            consequence: consequences[name],
            declared: names.length === 0 ? "no named ports" : listed(names),
          },
          at: { manifest: set.manifest, path: [...probe.path, kind, "port"] },
          related:
            other === undefined
              ? []
              : [
                  {
                    manifest: set.manifest,
                    path: [...other.port.path, "name"],
                    message: `a port of container ${other.container.name}`,
                  },
                ],
        };
      }
    }
  },
});

interface DeclaredPort {
  readonly container: Container;
  readonly port: Port;
}

/** The first port of each name, over all containers. */
function declaredPorts({ pod }: Workload): ReadonlyMap<string, DeclaredPort> {
  const declared = new Map<string, DeclaredPort>();
  for (const container of pod.containers)
    for (const port of container.ports)
      if (port.name !== undefined && !declared.has(port.name)) declared.set(port.name, { container, port });
  return declared;
}

/** Whether a text can be a port's name at all; what cannot be is the API server's to refuse. */
function isPortName(text: string): boolean {
  return /^[a-z0-9-]{1,15}$/.test(text) && /[a-z]/.test(text);
}
