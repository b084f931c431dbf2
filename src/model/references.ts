import type { Path } from "../read/path.ts";
import { type Fields, filled, list, mapping } from "./fields.ts";
import { groupedBy } from "./grouped.ts";
import type { Pod } from "./pod.ts";

type Kind = "ConfigMap" | "Secret";

/** A ConfigMap or Secret that a pod names, and what it wants of it. */
export interface ObjectReference {
  readonly kind: Kind;
  readonly name: string;
  /** Where the name stands. */
  readonly path: Path;
  /** The pod starts without it. */
  readonly optional: boolean;
  readonly how: "env" | "envFrom" | "volume";
  /** Keys that are asked for by name, and where; empty where all are taken. */
  readonly keys: readonly { readonly key: string; readonly path: Path; readonly variable?: string }[];
  /** The volume that holds it; absent for env. */
  readonly volume: string | undefined;
}

/**
 * Every ConfigMap and Secret that containers and volumes name, in that order. The kubelet passes over a volume that no container
 * mounts: what it names need not be there (pkg/kubelet/volumemanager/populator, processPodVolumes).
 */
export function referencesOf({ containers, volumes }: Pick<Pod, "containers" | "volumes">): readonly ObjectReference[] {
  const references: ObjectReference[] = [];
  for (const container of containers) {
    for (const variable of container.environment) {
      const { from, name } = variable;
      if (from === undefined) continue;
      for (const [kind, steps] of inVariable) {
        const source = mapping(from[steps[1]]);
        if (filled(source.name) === undefined || filled(source.key) === undefined) continue;
        references.push(new WrittenReference(kind, "env", source, variable, steps, name));
      }
    }
    for (const one of container.environmentFrom)
      references.push(new WrittenReference(one.kind, "envFrom", one.reference, one, [], ""));
  }
  const mounted = new Set(containers.flatMap(({ mounts }) => mounts.map(({ name }) => name)));
  for (const volume of volumes) {
    const { name, value } = volume;
    if (!mounted.has(name)) continue;
    const push = (kind: Kind, source: Fields, steps: Path, nameKey?: "secretName"): void => {
      const reference = new WrittenReference(kind, "volume", source, volume, steps, name, nameKey);
      if (reference.name !== "") references.push(reference);
    };
    push("ConfigMap", mapping(value.configMap), inVolume.ConfigMap);
    // Only this one says secretName: a projected source says name, as a ConfigMap does (SecretProjection, core/v1/types.go).
    push("Secret", mapping(value.secret), inVolume.Secret, "secretName");
    list(mapping(value.projected).sources).forEach((source, index) => {
      push("ConfigMap", mapping(mapping(source).configMap), ["projected", "sources", index, "configMap"]);
      push("Secret", mapping(mapping(source).secret), ["projected", "sources", index, "secret"]);
    });
  }
  return references.slice();
}

/** Asked for each mount and each command. */
const ofVolumes = new WeakMap<readonly ObjectReference[], ReadonlyMap<string, readonly ObjectReference[]>>();

/** What the volume of a name shows, of all that a pod names. */
export function referencesOfVolume(references: readonly ObjectReference[], name: string): readonly ObjectReference[] {
  const known = ofVolumes.get(references) ?? groupedBy(references, ({ volume = "" }) => volume);
  ofVolumes.set(references, known);
  return name === "" ? [] : (known.get(name) ?? []);
}

const inVariable = [
  ["ConfigMap", ["valueFrom", "configMapKeyRef"]],
  ["Secret", ["valueFrom", "secretKeyRef"]],
] as const;
const inVolume = { ConfigMap: ["configMap"], Secret: ["secret"] } as const;

/** A reference as it is written, its paths made when they are asked for: there may be as many as the input is long. */
class WrittenReference implements ObjectReference {
  readonly kind: Kind;
  readonly how: ObjectReference["how"];
  readonly #source: Fields;
  readonly #holder: { readonly path: Path };
  readonly #steps: Path;
  readonly #by: string;
  readonly #nameKey: "name" | "secretName";

  /** `source` stands `steps` below `holder`, the variable or volume that is named `by`, and its `nameKey` names the object. */
  constructor(
    kind: Kind,
    how: ObjectReference["how"],
    source: Fields,
    holder: { readonly path: Path },
    steps: Path,
    by: string,
    nameKey: "name" | "secretName" = "name",
  ) {
    this.kind = kind;
    this.how = how;
    this.#source = source;
    this.#holder = holder;
    this.#steps = steps;
    this.#by = by;
    this.#nameKey = nameKey;
  }

  get name(): string {
    return filled(this.#source[this.#nameKey]) ?? "";
  }

  get path(): Path {
    return this.#at(this.#nameKey);
  }

  get optional(): boolean {
    return this.#source.optional === true;
  }

  get volume(): string | undefined {
    return this.how === "volume" ? this.#by : undefined;
  }

  get keys(): ObjectReference["keys"] {
    if (this.how === "envFrom") return [];
    if (this.how === "env") return [{ key: filled(this.#source.key) ?? "", path: this.#at("key"), variable: this.#by }];
    return list(this.#source.items).flatMap((item, index) => {
      const key = filled(mapping(item).key);
      return key === undefined ? [] : [{ key, path: this.#at("items", index, "key") }];
    });
  }

  #at(...steps: Path): Path {
    return [...this.#holder.path, ...this.#steps, ...steps];
  }
}
