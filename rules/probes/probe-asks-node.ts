import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, list, mapping } from "../../src/model/fields.ts";
import { type Container, probeNames } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";
import { isInjected } from "../_shared/injected.ts";

/** What becomes of a pod that nobody asks. */
const consequences = {
  startupProbe: "the container is killed again and again",
  livenessProbe: "the container is killed again and again",
  readinessProbe: "the pod is never ready",
  postStart: "the container is ended as soon as it has started",
  preStop: "the container is ended without it",
} as const;

/** Hosts at which whoever asks reaches itself. */
const oneself = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1?|0\.0\.0\.0)$/i;

export const probeAsksNode = defineRule({
  id: "probe-asks-node",
  category: "probes",
  subject: "Workload",
  summary: "a probe or hook asks `localhost`, which is the node",
  rationale: `HTTP and TCP probes are asked by the kubelet, which runs on the node and not in the pod. Without a \`host\` it asks at the pod's address; with
\`host: localhost\` it asks its own node, where nothing of the pod listens. The same holds for hooks by \`httpGet\`.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Pods in the node's network (\`hostNetwork: true\`) are left alone, as are pods with a \`hostPort\` and ports from 30000 on, which the node may
pass on to a pod, and TCP probes of pods into which a sidecar is injected that asks in the kubelet's place. Should something else of the node listen at that
port, its answer is taken for the pod's.`,
  references: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/lifecycle/handlers.go",
  ],
  messages: {
    probe: {
      text: "the {what} of container `{container}` asks `{host}`, and who asks is the kubelet, on the node: nothing of the pod listens there, and {consequence}",
      help: "remove `host`, so that the pod's own address is asked; for a server that listens at {host} alone let an `exec` probe ask inside of the container",
    },
    hook: {
      text: "the {what} hook of container `{container}` asks `{host}`, and who asks is the kubelet, on the node: nothing of the pod listens there, and {consequence}",
      help: "remove `host`, so that the pod's own address is asked; for a server that listens at {host} alone let an `exec` hook ask inside of the container",
    },
  },
  *check(set) {
    if (set.pod.spec.hostNetwork === true) return;
    let isSpared: boolean | undefined;
    let askedBySidecar: boolean | undefined;
    for (const container of set.runningContainers) {
      for (const { what, by, host, path } of asked(container)) {
        if (!oneself.test(host)) continue;
        isSpared ??= hasHostPort(set);
        if (isSpared) return;
        askedBySidecar ??= isInjected(set);
        if (by === "tcpSocket" && askedBySidecar) continue;
        yield {
          message: what === "postStart" || what === "preStop" ? "hook" : "probe",
          ...(what === "preStop" ? { severity: "warning" } : {}),
          data: { what, container: container.name, host, consequence: consequences[what] },
          at: { manifest: set.manifest, path: [...path, by, "host"] },
        };
      }
    }
  },
});

/** What the kubelet asks of a container at a host that is written. */
function* asked(container: Container) {
  const { probes, value, path } = container;
  for (const what of probeNames) {
    const { handler, path: at } = probes[what] ?? {};
    if (handler?.kind !== "httpGet" && handler?.kind !== "tcpSocket") continue;
    if (handler.host === undefined || at === undefined || isPassedOn(handler.port, container)) continue;
    yield { what, by: handler.kind, host: handler.host, path: at };
  }
  const lifecycle = mapping(value.lifecycle);
  for (const what of ["postStart", "preStop"] as const) {
    const { host: written, port } = mapping(mapping(lifecycle[what]).httpGet);
    const host = filled(written);
    if (host === undefined || isPassedOn(port, container)) continue;
    yield { what, by: "httpGet" as const, host, path: [...path, "lifecycle", what] as Path };
  }
}

/** A port that a Service may have on every node. */
function isPassedOn(port: unknown, { ports }: Container): boolean {
  const named = ports.find(({ name }) => name !== undefined && name === port)?.containerPort;
  return Number(named ?? port) >= 30_000;
}

function hasHostPort({ containers }: Workload): boolean {
  return containers.some(({ value }) => list(value.ports).some((port) => Number(mapping(port).hostPort) > 0));
}
