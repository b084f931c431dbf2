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
allocated\`, and the install or upgrade fails there.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms:
    "One number for TCP and for UDP is two ports. Ports that Services outside the input have taken are not known.",
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
    "bitnami/charts#3525",
    "sentry-kubernetes/charts#134",
  ],
  messages: {
    taken: {
      text: "Service `{service}` asks for {protocol} nodePort {port}, which Service `{other}` already has: a node port is allocated once in a cluster, so the second Service is refused",
      help: "give each Service a nodePort of its own, or leave it out and let Kubernetes allocate one",
    },
  },
  *check(release) {
    if (release.statefulSets.length === 0) return;
    const taken = new Map<string, { readonly service: Service; readonly path: Path }>();
    for (const service of release.services) {
      if (service.type !== "NodePort" && service.type !== "LoadBalancer") continue;
      for (const { port, protocol, path } of nodePorts(service)) {
        const key = `${port}/${protocol}`;
        const first = taken.get(key);
        if (first === undefined) {
          taken.set(key, { service, path });
          continue;
        }
        const other = first.service;
        if (other.name === service.name) continue;
        yield {
          message: "taken",
          data: { service: service.name, other: other.name, port, protocol },
          at: { manifest: service.manifest, path },
          related: [{ manifest: other.manifest, path: first.path, message: `Service/${other.name} has it` }],
        };
      }
    }
  },
});

function nodePorts({ spec, ports }: Service) {
  return entries(spec.ports, ["spec", "ports"]).flatMap(({ fields, path }, index) => {
    const port = integer(fields.nodePort);
    if (port === undefined || port === 0) return [];
    return [{ port, protocol: ports[index]?.protocol ?? "TCP", path: [...path, "nodePort"] }];
  });
}
