import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { filled, integer, labels, mapping, texts } from "./fields.ts";
import { MostlySingle } from "./grouped.ts";
import { together } from "./namespace.ts";
import { entries, optional } from "./pod.ts";
import { wordOf } from "./pod-words.ts";
import type { Release } from "./release.ts";
import { asksForOneValue, hasSelector, type Labels, labelSelector, matches, type Selector } from "./selector.ts";
import type { Service } from "./service.ts";

/** A ServiceMonitor of the Prometheus operator: which Services are scraped, and at which of their ports. */
export interface ServiceMonitor {
  readonly manifest: Manifest;
  /** Fits a Service's own labels; absent where it selects every Service. */
  readonly selector?: Selector;
  readonly endpoints: readonly MonitoredEndpoint[];
  /** Namespaces by name; `any` for all of them; absent for its own. */
  readonly namespaces?: readonly string[] | "any";
}

/** A port of the Services by its name; or, where none is named, one that containers declare, by name or number. */
export interface MonitoredEndpoint {
  readonly path: Path;
  readonly port?: string;
  readonly targetPort?: string | number;
}

export function serviceMonitors(release: Release): readonly ServiceMonitor[] {
  return release.ofKind("ServiceMonitor").map((manifest) => {
    const spec = mapping(manifest.value.spec);
    const scope = mapping(spec.namespaceSelector);
    const names = texts(scope.matchNames);
    return {
      manifest,
      ...optional("selector", hasSelector(spec) ? labelSelector(spec.selector) : undefined),
      endpoints: entries(spec.endpoints, ["spec", "endpoints"]).map(({ fields, path }) => {
        const port = filled(fields.port);
        if (port !== undefined) return { path: [...path, "port"], port };
        const target = integer(fields.targetPort) ?? filled(fields.targetPort);
        return { path: [...path, "targetPort"], ...optional("targetPort", target) };
      }),
      ...optional("namespaces", scope.any === true ? ("any" as const) : names.length > 0 ? names : undefined),
    };
  });
}

/** The Services of the release that a ServiceMonitor selects. */
export function monitoredServices(
  { manifest, selector, namespaces }: ServiceMonitor,
  release: Release,
): readonly Service[] {
  if (selector === undefined) return [];
  const candidates = mayBeMonitored(selector, release);
  release.tries.spend(candidates.length * selector.requirements.length);
  return candidates.filter((service) => {
    const { namespace } = service.manifest;
    const isInScope =
      namespaces === undefined
        ? together(service.manifest, manifest)
        : namespaces === "any" || namespace === undefined || namespaces.includes(namespace);
    return isInScope && matches(selector, ownLabels(service));
  });
}

/** The Services with the one of the labels that a selector asks for which the fewest have; all where it asks for none. */
function mayBeMonitored({ requirements }: Selector, release: Release): readonly Service[] {
  const index = release.once(servicesByLabel);
  const having = requirements
    .filter(asksForOneValue)
    .map(({ key, values }) => index.under(wordOf(key, values[0] ?? "")));
  return having.reduce((one, other) => (other.length < one.length ? other : one), release.services);
}

function servicesByLabel({ services }: Release): MostlySingle<string, Service> {
  const index = new MostlySingle<string, Service>();
  for (const service of services) for (const [key, value] of ownLabels(service)) index.add(wordOf(key, value), service);
  return index;
}

function ownLabels({ manifest }: Service): Labels {
  return labels(mapping(manifest.value.metadata).labels);
}
