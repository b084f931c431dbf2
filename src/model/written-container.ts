import type { Path } from "../read/path.ts";
import { type Fields, filled, integer, mapping, text, texts } from "./fields.ts";
import {
  type Container,
  type ContainerKind,
  Entry,
  type EnvironmentSource,
  EnvironmentVariable,
  entriesAs,
  type Mount,
  type Port,
} from "./pod.ts";
import { readProbes } from "./read-probes.ts";

/**
 * A container, and its parts, read off its manifest on demand: there may be as many of each as the input is long, and of most
 * little is asked for.
 */
export class WrittenContainer extends Entry implements Container {
  readonly kind: ContainerKind;
  #ports: readonly Port[] | undefined;
  #environment: readonly EnvironmentVariable[] | undefined;
  #environmentFrom: readonly EnvironmentSource[] | undefined;
  #mounts: readonly Mount[] | undefined;
  #probes: Container["probes"] | undefined;

  constructor(fields: Fields, list: Path, index: number, kind: ContainerKind) {
    super(fields, list, index);
    this.kind = kind;
  }

  get value(): Fields {
    return this.fields;
  }

  get name(): string {
    return text(this.fields.name) ?? "";
  }

  get image(): string {
    return text(this.fields.image) ?? "";
  }

  get command(): readonly string[] {
    return texts(this.fields.command);
  }

  get args(): readonly string[] {
    return texts(this.fields.args);
  }

  get ports(): readonly Port[] {
    this.#ports ??= this.#entries("ports", (fields, list, index) => new WrittenPort(fields, list, index));
    return this.#ports;
  }

  get environment(): readonly EnvironmentVariable[] {
    this.#environment ??= this.#entries("env", (fields, list, index) => new EnvironmentVariable(fields, list, index));
    return this.#environment;
  }

  get environmentFrom(): readonly EnvironmentSource[] {
    this.#environmentFrom ??= this.#entries("envFrom", sourcesOf).flat();
    return this.#environmentFrom;
  }

  /** The mounts, then the devices. */
  get mounts(): readonly Mount[] {
    if (this.#mounts === undefined) {
      const mounts = this.#entries(
        "volumeMounts",
        (fields, list, index) => new WrittenMount(fields, list, index, false),
      );
      const devices = this.#entries(
        "volumeDevices",
        (fields, list, index) => new WrittenMount(fields, list, index, true),
      );
      this.#mounts = devices.length === 0 ? mounts : [...mounts, ...devices];
    }
    return this.#mounts;
  }

  get probes(): Container["probes"] {
    this.#probes ??= readProbes(this.fields, this);
    return this.#probes;
  }

  #entries<One>(key: string, make: (fields: Fields, list: Path, index: number) => One): readonly One[] {
    return entriesAs(this.fields[key], () => [...this.path, key], make);
  }
}

class WrittenPort extends Entry implements Port {
  get name(): string | undefined {
    return filled(this.fields.name);
  }

  get containerPort(): number | undefined {
    return integer(this.fields.containerPort);
  }

  get protocol(): string {
    return filled(this.fields.protocol) ?? "TCP";
  }
}

class WrittenMount extends Entry implements Mount {
  readonly device: boolean;

  constructor(fields: Fields, list: Path, index: number, device: boolean) {
    super(fields, list, index);
    this.device = device;
  }

  get name(): string {
    return text(this.fields.name) ?? "";
  }

  get mountPath(): string | undefined {
    return filled(this.device ? this.fields.devicePath : this.fields.mountPath);
  }

  get subPath(): string | undefined {
    return filled(this.fields.subPath) ?? filled(this.fields.subPathExpr);
  }

  get readOnly(): boolean {
    return this.fields.readOnly === true;
  }
}

/** What one entry of envFrom names: a ConfigMap, a Secret, or, which admission refuses, both. */
function sourcesOf(fields: Fields, list: Path, index: number): readonly WrittenSource[] {
  const sources = [
    new WrittenSource(fields, list, index, "ConfigMap"),
    new WrittenSource(fields, list, index, "Secret"),
  ];
  return sources.filter(({ name }) => name !== "");
}

class WrittenSource extends Entry implements EnvironmentSource {
  readonly kind: EnvironmentSource["kind"];

  constructor(fields: Fields, list: Path, index: number, kind: EnvironmentSource["kind"]) {
    super(fields, list, index);
    this.kind = kind;
  }

  get #key(): string {
    return this.kind === "ConfigMap" ? "configMapRef" : "secretRef";
  }

  override get path(): Path {
    return [...super.path, this.#key];
  }

  get name(): string {
    return filled(this.reference.name) ?? "";
  }

  get reference(): Fields {
    return mapping(this.fields[this.#key]);
  }
}
