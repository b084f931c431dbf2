import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Pod } from "../../src/model/pod.ts";
import type { Release } from "../../src/model/release.ts";
import type { Service } from "../../src/model/service.ts";
import { monitoredServices, type ServiceMonitor, serviceMonitors } from "../../src/model/service-monitor.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";
import { listed, quoted } from "../_shared/listed.ts";

export const serviceMonitorPort = defineRule({
  id: "service-monitor-port",
  category: "identity",
  subject: "Release",
  summary: "a ServiceMonitor names a port that none of the Services it selects has",
  rationale: `Prometheus finds what to scrape by the name of a Service's port. Where no selected Service has a port of that name there
is no target and no error either: nothing is scraped, and no alert about the pods ever fires.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only where the ServiceMonitor selects Services of the input, and one of them leads to a StatefulSet. An endpoint with a
targetPort asks for a port that containers declare, by its name or number.`,
  references: [
    "https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint",
    "argoproj/argo-helm#3595",
    "apache/apisix-helm-chart#475",
  ],
  messages: {
    unknown: {
      text: "ServiceMonitor `{monitor}` scrapes the port `{port}`, and Service `{service}`, which it selects, has no port of that name: nothing of StatefulSet `{set}` is scraped, and its alerts never fire",
      help: "name one of the Service's ports ({declared}), or add a port `{port}` to Service `{service}`",
    },
    undeclared: {
      text: "ServiceMonitor `{monitor}` scrapes the container port `{port}`, and no pod behind Service `{service}` declares it: Prometheus keeps only ports that containers declare, so nothing of StatefulSet `{set}` is scraped, and its alerts never fire",
      help: "declare the port in the container's `ports`, or name a port of Service `{service}` in `port`",
    },
  },
  *check(release) {
    /** By what is selected, and where: charts give many monitors one selector. */
    const known = new Map<string, Scraped | undefined>();
    for (const monitor of serviceMonitors(release)) {
      const { selector, namespaces, manifest } = monitor;
      const asked = JSON.stringify([selector?.requirements, namespaces ?? manifest.namespace]);
      if (!known.has(asked)) known.set(asked, scrapedBy(monitor, release));
      const scraped = known.get(asked);
      if (scraped === undefined) continue;
      const { service, set, names, ports } = scraped;
      const declared = names.size === 0 ? "none has a name" : listed(names, quoted);
      for (const { path, port, targetPort } of monitor.endpoints) {
        if (targetPort !== undefined && !ports.has(targetPort)) {
          yield {
            message: "undeclared",
            assumesWhole: true,
            data: { monitor: monitor.manifest.name, port: String(targetPort), service: service.name, set: set.name },
            at: { manifest: monitor.manifest, path },
            related: [{ manifest: set.manifest, path: containersPath, message: "no port of that name or number" }],
          };
        }
        if (port === undefined || names.has(port)) continue;
        yield {
          message: "unknown",
          assumesWhole: true,
          data: {
            monitor: monitor.manifest.name,
            port,
            service: service.name,
            set: set.name,
            declared,
          },
          at: { manifest: monitor.manifest, path },
          related: [{ manifest: service.manifest, path: ["spec", "ports"], message: "the ports that it selects from" }],
        };
      }
    }
  },
});

/** What a ServiceMonitor finds of a StatefulSet. */
interface Scraped {
  /** The first of the Services that leads to a set. */
  readonly service: Service;
  readonly set: StatefulSetView;
  /** Of the ports of all Services. */
  readonly names: ReadonlySet<string>;
  /** What the pods behind them declare. */
  readonly ports: ReadonlySet<string | number>;
}

function scrapedBy(monitor: ServiceMonitor, release: Release): Scraped | undefined {
  const services = monitoredServices(monitor, release);
  const service = services.find((one) => release.setsSelectedBy(one).length > 0);
  const set = service === undefined ? undefined : release.setsSelectedBy(service)[0];
  if (service === undefined || set === undefined) return undefined;
  release.tries.spend(services.length);
  const pods = services.flatMap(({ selector, manifest }) =>
    selector === undefined ? [] : release.workloadsSelectedBy(selector, manifest).map(({ pod }) => pod),
  );
  return {
    service,
    set,
    names: new Set(services.flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? []))),
    ports: new Set(pods.flatMap(declaredPorts)),
  };
}

const containersPath: Path = ["spec", "template", "spec", "containers"];

/** The names and numbers of a pod's ports. */
function declaredPorts({ containers }: Pod): readonly (string | number)[] {
  return containers.flatMap(({ ports }) =>
    ports.flatMap(({ name, containerPort }) => [name, containerPort].filter((port) => port !== undefined)),
  );
}
