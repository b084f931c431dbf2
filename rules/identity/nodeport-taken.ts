import { defineRule } from "../../src/lint/contract/rule.ts";
import { integer } from "../../src/model/fields.ts";
import { entries } from "../../src/model/pod.ts";
import type { Service } from "../../src/model/service.ts";
import type { Path } from "../../src/read/path.ts";

export const nodeportTaken = defineRule({
  id: "nodeport-taken",
  category: "identity",
  subject: "Release",
  summary: "two Services ask for the same nodePort",
  rationale: `A node port belongs to one Service of the whole cluster. The second that asks for it is refused, \`provided port is already
allocated\`, and the install or upgrade fails there. The port of a LoadBalancer's health check (\`healthCheckNodePort\`) is one of them.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "refused",
  falseAlarms: `One port of a Service may have one number for TCP and for UDP; of two Services the second is refused whatever its protocol is, since the
server keeps one list of numbers. Ports that Services outside the input have taken are not known.`,
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/registry/core/service/storage/alloc.go",
    "bitnami/charts#3525",
    "kubernetes/kubernetes#135439",
    "sentry-kubernetes/charts#134",
  ],
  messages: {
    taken: {
      text: "Service `{service}` asks for {what} {port}, which Service `{other}` already has: a node port is allocated once in a cluster, so the second Service is refused",
      help: "give each Service a nodePort of its own, or leave it out and let Kubernetes allocate one",
    },
    both: {
      text: "Service `{service}` asks for the node port {port} twice, as {first} and as {what}: a node port is allocated once in a cluster, so a new Service is refused",
      help: "give each port and the health check a number of its own, or leave one out and let Kubernetes allocate it",
    },
  },
  *check(release) {
    if (release.statefulSets.length === 0) return;
    const taken = new Map<number, NodePort & { readonly service: Service }>();
    for (const service of release.services) {
      for (const asked of nodePorts(service)) {
        const { port, what, path } = asked;
        const first = taken.get(port);
        if (first === undefined) {
          taken.set(port, { ...asked, service });
          continue;
        }
        const other = first.service;
        const isOwn = other === service;
        // One protocol twice is a refusal of its own, and one port of the Service may have one number for both protocols.
        if (isOwn ? what === first.what || asked.of === first.of : other.name === service.name) continue;
        yield {
          message: isOwn ? "both" : "taken",
          data: { service: service.name, other: other.name, port, what, first: first.what },
          at: { manifest: service.manifest, path },
          related: [{ manifest: other.manifest, path: first.path, message: `Service/${other.name} has it` }],
        };
      }
    }
  },
});

interface NodePort {
  readonly port: number;
  /** `TCP nodePort`, `healthCheckNodePort`. */
  readonly what: string;
  /** The Service's own port that it stands for; absent for the health check. */
  readonly of?: number | undefined;
  readonly path: Path;
}

/** The numbers that a Service asks for. A health check has one only where traffic stays on the node; elsewhere the field is refused. */
function nodePorts({ type, spec, ports }: Service): readonly NodePort[] {
  if (type !== "NodePort" && type !== "LoadBalancer") return [];
  const own = entries(spec.ports, ["spec", "ports"]).flatMap(({ fields, path }, index) => {
    const port = integer(fields.nodePort);
    if (port === undefined || port === 0) return [];
    return [
      {
        port,
        what: `${ports[index]?.protocol ?? "TCP"} nodePort`,
        of: ports[index]?.port,
        path: [...path, "nodePort"],
      },
    ];
  });
  const check = integer(spec.healthCheckNodePort);
  if (type !== "LoadBalancer" || spec.externalTrafficPolicy !== "Local" || check === undefined || check === 0)
    return own;
  const path = ["spec", "healthCheckNodePort"];
  return [...own, { port: check, what: "healthCheckNodePort", path }];
}
