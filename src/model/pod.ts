import type { Path } from "../read/path.ts";
import { type Fields, isMapping, list, text } from "./fields.ts";

/** `sidecar`: an init container with `restartPolicy: Always`, which runs beside the others (KEP-753). */
export type ContainerKind = "init" | "sidecar" | "regular";
export type ProbeName = "livenessProbe" | "readinessProbe" | "startupProbe";
export const probeNames: readonly ProbeName[] = ["startupProbe", "livenessProbe", "readinessProbe"];

/** A mapping of a sequence; its path is made when it is asked for, as a sequence may be as long as the input. */
export class Entry {
  readonly fields: Fields;
  readonly #list: Path;
  readonly #index: number;

  /** `list` is the path of the sequence, of which this is the entry at `index`. */
  constructor(fields: Fields, list: Path, index: number) {
    this.fields = fields;
    this.#list = list;
    this.#index = index;
  }

  get path(): Path {
    return [...this.#list, this.#index];
  }
}

export interface Port {
  readonly path: Path;
  readonly name: string | undefined;
  readonly containerPort: number | undefined;
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
export class EnvironmentVariable extends Entry {
  get name(): string {
    return text(this.fields.name) ?? "";
  }

  /** Absent where the variable comes from elsewhere (`valueFrom`). */
  get value(): string | undefined {
    return this.from === undefined ? (text(this.fields.value) ?? "") : undefined;
  }

  /** What it comes from in place of a value. */
  get from(): Fields | undefined {
    const { valueFrom } = this.fields;
    return isMapping(valueFrom) ? valueFrom : undefined;
  }
}

/** A whole ConfigMap or Secret as environment (`envFrom`). */
export interface EnvironmentSource {
  readonly path: Path;
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  /** What names it. */
  readonly reference: Fields;
}

/** An entry of volumeMounts or volumeDevices; `mountPath` is a device's devicePath. */
export interface Mount {
  readonly path: Path;
  readonly name: string;
  readonly mountPath: string | undefined;
  readonly subPath: string | undefined;
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

/** The mappings of a sequence, each with its own path; anything else in it is admission's to refuse. */
export function entries(value: unknown, path: Path): readonly Entry[] {
  return entriesAs(
    value,
    () => path,
    (fields, list, index) => new Entry(fields, list, index),
  );
}

/** Most sequences of most pods: thousands share it. */
const none: readonly never[] = Object.freeze([]);

/** The same, each as `make` reads it. */
export function entriesAs<One>(
  value: unknown,
  path: () => Path,
  make: (fields: Fields, list: Path, index: number) => One,
): readonly One[] {
  const items = list(value);
  if (items.length === 0) return none;
  const at = path();
  const found: One[] = [];
  // Asked of every list of every pod: a loop takes a third of what `flatMap` does.
  for (const [index, item] of items.entries()) if (isMapping(item)) found.push(make(item, at, index));
  // V8 makes room for more than was pushed: a copy has no more than it needs.
  return found.slice();
}

/** An optional property that is left out where there is no value. */
export function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
