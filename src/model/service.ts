import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { type Fields, filled, integer, list, mapping } from "./fields.ts";
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

/** A Service with Kubernetes' defaults applied. */
export interface Service {
  readonly manifest: Manifest;
  readonly name: string;
  /** `ClusterIP` where unset. */
  readonly type: string;
  /** `clusterIP: None`: its name resolves to the pods themselves. */
  readonly headless: boolean;
  /** Absent where the Service has none: then its endpoints are made by somebody else. */
  readonly selector?: Selector;
  readonly ports: readonly ServicePort[];
  readonly publishNotReadyAddresses: boolean;
  readonly spec: Fields;
}

export function readService(manifest: Manifest): Service {
  const spec = mapping(manifest.value.spec);
  const type = filled(spec.type) ?? "ClusterIP";
  return {
    manifest,
    name: manifest.name,
    type,
    headless: type === "ClusterIP" && (spec.clusterIP === "None" || list(spec.clusterIPs)[0] === "None"),
    ...optional("selector", hasSelector(spec) && type !== "ExternalName" ? mapSelector(spec.selector) : undefined),
    ports: entries(spec.ports, ["spec", "ports"]).map(({ fields, path }) => ({
      path,
      ...optional("name", filled(fields.name)),
      ...optional("port", integer(fields.port)),
      ...optional("targetPort", filled(fields.targetPort) ?? (integer(fields.targetPort) || undefined)),
      protocol: filled(fields.protocol) ?? "TCP",
    })),
    publishNotReadyAddresses: spec.publishNotReadyAddresses === true,
    spec,
  };
}

/**
 * The ports of a pod at which a Service's port arrives, as far as containers declare them: a named targetPort is looked up
 * among those that run, by name and protocol (pkg/api/v1/pod FindPort). A number arrives whether it is declared or not.
 */
export function reaches(
  { targetPort, port, protocol }: ServicePort,
  pod: Pod,
): readonly { readonly container: Container; readonly port: Port }[] {
  const target = targetPort ?? port;
  return pod.containers.flatMap((container) =>
    container.kind === "init"
      ? []
      : container.ports
          .filter(
            (own) =>
              own.protocol === protocol && (typeof target === "string" ? own.name : own.containerPort) === target,
          )
          .map((own) => ({ container, port: own })),
  );
}
