import type { Path } from "../read/path.ts";
import { type Fields, filled, integer, isMapping, labels, list, mapping, text, texts } from "./fields.ts";
import {
  type Container,
  type ContainerKind,
  type EnvironmentSource,
  EnvironmentVariable,
  entries,
  type Handler,
  type Mount,
  optional,
  type Pod,
  type Probe,
  type ProbeName,
  probeNames,
  type Volume,
} from "./pod.ts";

/** Pods by what is written of them: manifests that share a value, as copies of a chart in a fleet do (`Blocks`), share it. */
export class Pods {
  readonly #read = new WeakMap<object, Pod>();

  /** The pod (or pod template) `value` that stands at `path` of its manifest. */
  of(value: unknown, path: Path): Pod {
    if (!isMapping(value)) return readPod(value, path);
    const known = this.#read.get(value);
    if (known?.path === path) return known;
    const pod = readPod(value, path);
    // What is not frozen may be changed by whoever gave it.
    if (Object.isFrozen(value)) this.#read.set(value, pod);
    return pod;
  }
}

/** Reads the pod (or pod template) `value` that stands at `path` of its manifest. */
export function readPod(value: unknown, path: Path): Pod {
  return new WrittenPod(mapping(value), path);
}

/** A pod as it is written. Of most workloads only the labels are asked for. */
class WrittenPod implements Pod {
  readonly path: Path;
  readonly spec: Fields;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  #containers: readonly Container[] | undefined;
  #volumes: readonly Volume[] | undefined;

  constructor(value: Fields, path: Path) {
    const metadata = mapping(value.metadata);
    this.path = path;
    this.spec = mapping(value.spec);
    this.labels = labels(metadata.labels);
    this.annotations = labels(metadata.annotations);
  }

  get containers(): readonly Container[] {
    this.#containers ??= [...this.#read("initContainers"), ...this.#read("containers")];
    return this.#containers;
  }

  #read(key: "initContainers" | "containers"): readonly Container[] {
    return entries(this.spec[key], [...this.path, "spec", key]).map(({ fields, path }) => {
      const kind = key === "containers" ? "regular" : fields.restartPolicy === "Always" ? "sidecar" : "init";
      return readContainer(fields, path, kind);
    });
  }

  get volumes(): readonly Volume[] {
    this.#volumes ??= entries(this.spec.volumes, [...this.path, "spec", "volumes"]).map(({ fields, path }) => ({
      path,
      name: text(fields.name) ?? "",
      source: Object.keys(fields).find((key) => key !== "name" && fields[key] !== null) ?? "emptyDir",
      value: fields,
    }));
    return this.#volumes;
  }

  letGo(): void {
    this.#containers = this.#volumes = undefined;
  }

  get terminationGracePeriodSeconds(): number {
    return integer(this.spec.terminationGracePeriodSeconds) ?? 30;
  }
}

function readContainer(fields: Fields, path: Path, kind: ContainerKind): Container {
  return {
    path,
    kind,
    name: text(fields.name) ?? "",
    image: text(fields.image) ?? "",
    command: texts(fields.command),
    args: texts(fields.args),
    ports: entries(fields.ports, [...path, "ports"]).map(({ fields, path }) => ({
      path,
      ...optional("name", filled(fields.name)),
      ...optional("containerPort", integer(fields.containerPort)),
      protocol: filled(fields.protocol) ?? "TCP",
    })),
    environment: readEnvironment(fields.env, [...path, "env"]),
    environmentFrom: entries(fields.envFrom, [...path, "envFrom"]).flatMap(({ fields, path }) => [
      ...environmentSource("ConfigMap", "configMapRef", fields, path),
      ...environmentSource("Secret", "secretRef", fields, path),
    ]),
    mounts: [
      ...entries(fields.volumeMounts, [...path, "volumeMounts"]).map(({ fields, path }) =>
        readMount(fields, path, false),
      ),
      ...entries(fields.volumeDevices, [...path, "volumeDevices"]).map(({ fields, path }) =>
        readMount(fields, path, true),
      ),
    ],
    probes: readProbes(fields, path),
    value: fields,
  };
}

function readEnvironment(value: unknown, path: Path): readonly EnvironmentVariable[] {
  const variables: EnvironmentVariable[] = [];
  for (const [index, item] of list(value).entries())
    if (isMapping(item)) variables.push(new EnvironmentVariable(item, path, index));
  // V8 makes room for more than was pushed: a copy has no more than it needs.
  return variables.slice();
}

function environmentSource(
  kind: EnvironmentSource["kind"],
  key: string,
  fields: Fields,
  path: Path,
): EnvironmentSource[] {
  const name = filled(mapping(fields[key]).name);
  return name === undefined ? [] : [{ kind, name, path: [...path, key] }];
}

function readMount(fields: Fields, path: Path, device: boolean): Mount {
  return {
    path,
    name: text(fields.name) ?? "",
    ...optional("mountPath", filled(device ? fields.devicePath : fields.mountPath)),
    ...optional("subPath", filled(fields.subPath) ?? filled(fields.subPathExpr)),
    readOnly: fields.readOnly === true,
    device,
  };
}

function readProbes(fields: Fields, path: Path): Container["probes"] {
  const probes: Partial<Record<ProbeName, Probe>> = {};
  for (const name of probeNames) {
    const value = fields[name];
    if (!isMapping(value)) continue;
    probes[name] = {
      name,
      path: [...path, name],
      handler: readHandler(value),
      initialDelaySeconds: integer(value.initialDelaySeconds) ?? 0,
      periodSeconds: integer(value.periodSeconds) || 10,
      timeoutSeconds: integer(value.timeoutSeconds) || 1,
      failureThreshold: integer(value.failureThreshold) || 3,
      successThreshold: integer(value.successThreshold) || 1,
      value,
    };
  }
  return probes;
}

function readHandler(probe: Fields): Handler {
  const kinds = ["exec", "httpGet", "tcpSocket", "grpc"].filter((kind) => isMapping(probe[kind]));
  if (kinds.length > 1) return { kind: "several" };
  const fields = mapping(probe[kinds[0] ?? ""]);
  const port = typeof fields.port === "number" || typeof fields.port === "string" ? fields.port : undefined;
  switch (kinds[0]) {
    case "exec":
      return { kind: "exec", command: texts(fields.command) };
    case "httpGet":
      return {
        kind: "httpGet",
        port,
        path: filled(fields.path) ?? "/",
        ...optional("host", filled(fields.host)),
        scheme: filled(fields.scheme) ?? "HTTP",
      };
    case "tcpSocket":
      return { kind: "tcpSocket", port, ...optional("host", filled(fields.host)) };
    case "grpc":
      return { kind: "grpc", port, ...optional("service", filled(fields.service)) };
    default:
      return { kind: "none" };
  }
}
