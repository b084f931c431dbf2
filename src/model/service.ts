import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { type Fields, filled, integer, list, mapping } from "./fields.ts";
import { grouped } from "./grouped.ts";
import { type Container, entries, optional, type Pod, type Port } from "./pod.ts";
import { hasSelector, mapSelector, type Selector } from "./selector.ts";

export interface ServicePort {
  readonly path: Path;
  readonly name?: string;
  readonly port?: number;
  /** As written; absent means the same as `port`. */
  readonly targetPort?: number | string;
  readonly protocol: string;
}

/** A Service with Kubernetes' defaults applied, read off its manifest on demand: of thousands few are asked for more than their selector. */
export class Service {
  readonly manifest: Manifest;
  readonly spec: Fields;
  #ports: readonly ServicePort[] | undefined;

  constructor(manifest: Manifest) {
    this.manifest = manifest;
    this.spec = mapping(manifest.value.spec);
  }

  get name(): string {
    return this.manifest.name;
  }

  /** `ClusterIP` where unset. */
  get type(): string {
    return filled(this.spec.type) ?? "ClusterIP";
  }

  /** `clusterIP: None`: its name resolves to the pods themselves. */
  get headless(): boolean {
    const { clusterIP, clusterIPs } = this.spec;
    return this.type === "ClusterIP" && (clusterIP === "None" || list(clusterIPs)[0] === "None");
  }

  /** Absent where the Service has none: then its endpoints are made by somebody else. */
  get selector(): Selector | undefined {
    return hasSelector(this.spec) && this.type !== "ExternalName" ? mapSelector(this.spec.selector) : undefined;
  }

  get ports(): readonly ServicePort[] {
    this.#ports ??= entries(this.spec.ports, ["spec", "ports"]).map(({ fields, path }) => ({
      path,
      ...optional("name", filled(fields.name)),
      ...optional("port", integer(fields.port)),
      ...optional("targetPort", filled(fields.targetPort) ?? (integer(fields.targetPort) || undefined)),
      protocol: filled(fields.protocol) ?? "TCP",
    }));
    return this.#ports;
  }

  get publishNotReadyAddresses(): boolean {
    return this.spec.publishNotReadyAddresses === true;
  }
}

/**
 * The ports of a pod at which a Service's port arrives, as far as containers declare them: a named targetPort is looked up
 * among those that run, by name and protocol (pkg/api/v1/pod FindPort). A number arrives whether it is declared or not.
 */
export function reaches({ targetPort, port, protocol }: ServicePort, pod: Pod): readonly ReachedPort[] {
  const index = portsOfPods.get(pod) ?? indexPorts(pod);
  portsOfPods.set(pod, index);
  return index.get(portKey(protocol, targetPort ?? port)) ?? nowhere;
}

/** Where traffic arrives. */
interface ReachedPort {
  readonly container: Container;
  readonly port: Port;
}

const nowhere: readonly ReachedPort[] = [];
/** Each port of each Service asks. */
const portsOfPods = new WeakMap<Pod, ReadonlyMap<string, readonly ReachedPort[]>>();

const portKey = (protocol: string, target: string | number | undefined): string =>
  typeof target === "string" ? `${protocol} name ${target}` : `${protocol} ${target}`;

function indexPorts(pod: Pod): ReadonlyMap<string, readonly ReachedPort[]> {
  return grouped(
    pod.containers.flatMap((container) =>
      container.kind === "init"
        ? []
        : container.ports.flatMap((port) =>
            [port.name, port.containerPort].flatMap((target) =>
              target === undefined ? [] : [[portKey(port.protocol, target), { container, port }] as const],
            ),
          ),
    ),
  );
}
