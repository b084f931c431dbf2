import type { Path } from "../read/path.ts";
import { type Fields, integer, isMapping, labels, mapping, text } from "./fields.ts";
import { type Container, Entry, entriesAs, type Pod, type Volume } from "./pod.ts";
import { WrittenContainer } from "./written-container.ts";

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
    return entriesAs(
      this.spec[key],
      () => [...this.path, "spec", key],
      (fields, list, index) => {
        const kind = key === "containers" ? "regular" : fields.restartPolicy === "Always" ? "sidecar" : "init";
        return new WrittenContainer(fields, list, index, kind);
      },
    );
  }

  get volumes(): readonly Volume[] {
    this.#volumes ??= entriesAs(
      this.spec.volumes,
      () => [...this.path, "spec", "volumes"],
      (fields, list, index) => new WrittenVolume(fields, list, index),
    );
    return this.#volumes;
  }

  letGo(): void {
    this.#containers = this.#volumes = undefined;
  }

  get terminationGracePeriodSeconds(): number {
    return integer(this.spec.terminationGracePeriodSeconds) ?? 30;
  }
}

class WrittenVolume extends Entry implements Volume {
  get name(): string {
    return text(this.fields.name) ?? "";
  }

  get source(): string {
    const { fields } = this;
    return Object.keys(fields).find((key) => key !== "name" && fields[key] !== null) ?? "emptyDir";
  }

  get value(): Fields {
    return this.fields;
  }
}
