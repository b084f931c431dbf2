import type { Path } from "../read/path.ts";
import { type Fields, filled, integer, isMapping, labels, list, mapping, text, texts } from "./fields.ts";

/** `sidecar`: an init container with `restartPolicy: Always`, which runs beside the others (KEP-753). */
export type ContainerKind = "init" | "sidecar" | "regular";
export type ProbeName = "livenessProbe" | "readinessProbe" | "startupProbe";
export const probeNames: readonly ProbeName[] = ["startupProbe", "livenessProbe", "readinessProbe"];

export interface Port {
  readonly path: Path;
  readonly name?: string;
  readonly containerPort?: number;
  readonly protocol: string;
}

/** What asks: `none` where no handler is written, `several` where admission refuses the probe. */
export type Handler =
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | {
      readonly kind: "httpGet";
      readonly port: number | string | undefined;
      readonly path: string;
      readonly host?: string;
      readonly scheme: string;
    }
  | { readonly kind: "tcpSocket"; readonly port: number | string | undefined; readonly host?: string }
  | { readonly kind: "grpc"; readonly port: number | string | undefined; readonly service?: string }
  | { readonly kind: "none" }
  | { readonly kind: "several" };

/** A probe with Kubernetes' defaults applied (core/v1 SetDefaults_Probe: a zero is replaced too). Seconds and counts. */
export interface Probe {
  readonly name: ProbeName;
  readonly path: Path;
  readonly handler: Handler;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly value: Fields;
}

/** A variable of a container, read off its manifest on demand: a list of them may be as long as the input. */
export class EnvironmentVariable {
  readonly #fields: Fields;
  readonly #list: Path;
  readonly #index: number;

  /** `list` is the path of the variables, of which this is the one at `index`. */
  constructor(fields: Fields, list: Path, index: number) {
    this.#fields = fields;
    this.#list = list;
    this.#index = index;
  }

  get path(): Path {
    return [...this.#list, this.#index];
  }

  get name(): string {
    return text(this.#fields.name) ?? "";
  }

  /** Absent where the variable comes from elsewhere (`valueFrom`). */
  get value(): string | undefined {
    return this.from === undefined ? (text(this.#fields.value) ?? "") : undefined;
  }

  /** What it comes from in place of a value. */
  get from(): Fields | undefined {
    const { valueFrom } = this.#fields;
    return isMapping(valueFrom) ? valueFrom : undefined;
  }
}

/** A whole ConfigMap or Secret as environment (`envFrom`). */
export interface EnvironmentSource {
  readonly path: Path;
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
}

/** An entry of volumeMounts or volumeDevices; `mountPath` is a device's devicePath. */
export interface Mount {
  readonly path: Path;
  readonly name: string;
  readonly mountPath?: string;
  readonly subPath?: string;
  readonly readOnly: boolean;
  readonly device: boolean;
}

export interface Container {
  readonly path: Path;
  readonly kind: ContainerKind;
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly ports: readonly Port[];
  readonly environment: readonly EnvironmentVariable[];
  readonly environmentFrom: readonly EnvironmentSource[];
  readonly mounts: readonly Mount[];
  readonly probes: Readonly<Partial<Record<ProbeName, Probe>>>;
  /** As written, for what has no field here. */
  readonly value: Fields;
}

/** `source` is the key of its kind (`emptyDir`, `persistentVolumeClaim`, …); emptyDir where none is written. */
export interface Volume {
  readonly path: Path;
  readonly name: string;
  readonly source: string;
  readonly value: Fields;
}

/** A pod template or pod, read; every list keeps the manifest's order, and every entry knows its path. */
export interface Pod {
  readonly path: Path;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** Init containers first, then the regular ones, as the kubelet starts them. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** Seconds; 30 where unset. */
  readonly terminationGracePeriodSeconds: number;
  readonly spec: Fields;
  /** Lets go the containers and volumes that were read; whoever asks again has them read again. */
  letGo(): void;
}

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

/** The mappings of a sequence, each with its own path; anything else in it is admission's to refuse. */
export function entries(value: unknown, path: Path): { readonly fields: Fields; readonly path: Path }[] {
  const found: { fields: Fields; path: Path }[] = [];
  // Asked of every list of every pod: a loop takes a third of what `flatMap` does.
  for (const [index, item] of list(value).entries())
    if (isMapping(item)) found.push({ fields: item, path: [...path, index] });
  return found.slice();
}

/** An optional property that is left out where there is no value. */
export function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
