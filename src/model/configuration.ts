import type { Manifest } from "../read/document.ts";
import { type Path, valueAt } from "../read/path.ts";
import { filled, list, mapping } from "./fields.ts";
import { found, type Lookup } from "./lookup.ts";
import type { DataText } from "./neighbours.ts";
import type { Container, EnvironmentVariable, Volume } from "./pod.ts";

/** A text that configures a container, and where it stands. */
export interface ConfigurationText {
  readonly manifest: Manifest;
  readonly path: Path;
  readonly text: string;
  readonly origin: "command" | "args" | "env" | "ConfigMap" | "Secret";
  /** Absent for a volume's text, which several containers may read. */
  readonly container?: Container;
}

/** The value of a variable, of which there may be as many as the input is long. */
class VariableText implements ConfigurationText {
  readonly manifest: Manifest;
  readonly container: Container;
  readonly #variable: EnvironmentVariable;

  constructor(manifest: Manifest, container: Container, variable: EnvironmentVariable) {
    this.manifest = manifest;
    this.container = container;
    this.#variable = variable;
  }

  get path(): Path {
    return [...this.#variable.path, "value"];
  }

  get text(): string {
    return this.#variable.value ?? "";
  }

  get origin(): "env" {
    return "env";
  }
}

/** What a workload's configuration is read from: its containers and volumes, and the objects beside it that they name. */
export interface Configured {
  readonly manifest: Manifest;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly release: {
    named(kind: string, name: string, asker: Manifest): Lookup<Manifest>;
    dataOf(manifest: Manifest): readonly DataText[];
  };
}

/** The name of the variable, or the key of the ConfigMap or Secret, whose whole value the text is; undefined for words of a command. */
export function settingName({ manifest, path, origin }: ConfigurationText): string | undefined {
  if (origin === "command" || origin === "args") return undefined;
  const name = origin === "env" ? mapping(valueAt(manifest.value, path.slice(0, -1))).name : path[path.length - 1];
  return filled(name);
}

/** A ConfigMap of a megabyte is Kubernetes' limit for one object; longer texts are not searched. */
const longest = 1_048_576;

/**
 * The texts that configure a workload's containers, in the order of the manifest: command, args, env, then the
 * ConfigMaps and Secrets of the input that env, envFrom or volumes name, each once.
 */
export function configurationOf(set: Configured): readonly ConfigurationText[] {
  const texts: ConfigurationText[] = [];
  const sources = new Map<string, { kind: "ConfigMap" | "Secret"; name: string }>();
  const name = (kind: "ConfigMap" | "Secret", value: unknown) => {
    const named = filled(value);
    if (named !== undefined) sources.set(`${kind}/${named}`, { kind, name: named });
  };
  for (const container of set.containers) {
    for (const key of ["command", "args"] as const) {
      list(container.value[key]).forEach((value, index) => {
        if (typeof value !== "string") return;
        texts.push({
          manifest: set.manifest,
          path: [...container.path, key, index],
          text: value,
          origin: key,
          container,
        });
      });
    }
    for (const variable of container.environment) {
      const { value, from } = variable;
      if (value !== undefined && value !== "") texts.push(new VariableText(set.manifest, container, variable));
      name("ConfigMap", mapping(from?.configMapKeyRef).name);
      name("Secret", mapping(from?.secretKeyRef).name);
    }
    for (const source of container.environmentFrom) name(source.kind, source.name);
  }
  for (const { value } of set.volumes) {
    name("ConfigMap", mapping(value.configMap).name);
    name("Secret", mapping(value.secret).secretName);
    for (const source of list(mapping(value.projected).sources)) {
      name("ConfigMap", mapping(mapping(source).configMap).name);
      name("Secret", mapping(mapping(source).secret).name);
    }
  }
  for (const { kind, name } of sources.values()) {
    const manifest = found(set.release.named(kind, name, set.manifest));
    if (manifest === undefined) continue;
    for (const { path, text } of set.release.dataOf(manifest)) texts.push({ manifest, path, text, origin: kind });
  }
  return texts.filter(({ text }) => text.length <= longest);
}
