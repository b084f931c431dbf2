import { has, isMapping, list, mapping } from "../../model/fields.ts";
import { groupOf } from "../../model/kinds.ts";
import type { Manifest } from "../../read/document.ts";
import { newMapping } from "../../read/mapping.ts";
import type { Path } from "../../read/path.ts";
import { parseDocument } from "../../read/yaml/parse.ts";

/** The variables in some manifests, by their names: those whose values nobody here knows, and those that have a default. */
export interface VariableNames {
  readonly unknown: ReadonlySet<string>;
  readonly defaulted: ReadonlySet<string>;
}

interface FoundNames {
  readonly unknown: Set<string>;
  readonly defaulted: Set<string>;
}

/** Deeper values are left as they are written: a walk of them would take more stack than there is. */
const deepest = 1000;

/** What Flux takes for a variable (fluxcd/pkg, envsubst): `${NAME}`, with a default or another operator; `$${` is none. */
const variable = /\$\$\{|\$\{([A-Za-z_]\w*)(?!\w)([^{}]*)\}/g;
/** A default that holds variables of its own is replaced from within, so many times. */
const mostNested = 5;
const scalarData: ReadonlySet<string> = new Set(["ConfigMap", "Secret"]);
const switchedOff = "kustomize.toolkit.fluxcd.io/substitute";

/** The names of the variables that a text holds. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\$)\$\{([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
}

/**
 * What a Kustomization's `postBuild` makes of manifests before they are applied. A variable that has a default is replaced by
 * it, as Flux does where nobody sets it. What others are set to is not known: they stay as they are written, unless they are
 * tried with a text, to see what hangs on them.
 */
export class FluxVariables {
  /** What Kustomizations of the input set, whatever the default says. */
  readonly #set = new Set<string>();
  /** A Kustomization takes its variables from elsewhere: any of them may be set there. */
  readonly #isOpen: boolean;
  readonly #tried: string | undefined;
  readonly #names = new WeakMap<Manifest, VariableNames>();

  constructor(manifests: readonly Manifest[], tried?: string) {
    const builds = manifests
      .filter(
        ({ apiVersion, kind }) => kind === "Kustomization" && groupOf(apiVersion).startsWith("kustomize.toolkit."),
      )
      .map(({ value }) => mapping(mapping(value.spec).postBuild));
    for (const { substitute } of builds) for (const name of Object.keys(mapping(substitute))) this.#set.add(name);
    this.#isOpen = builds.some(({ substituteFrom }) => list(substituteFrom).length > 0);
    this.#tried = tried;
  }

  /** A manifest as Flux applies it; itself where nothing in it is replaced. */
  substituted(manifest: Manifest): Manifest {
    if (!manifest.document.text.includes("${") || isSwitchedOff(manifest)) return manifest;
    const names: FoundNames = { unknown: new Set(), defaulted: new Set() };
    const walk = (value: unknown, depth: number): unknown => {
      if (typeof value === "string") return value.includes("${") ? this.#scalar(value, manifest.kind, names) : value;
      if (typeof value !== "object" || value === null || depth > deepest) return value;
      if (Array.isArray(value)) return value.map((item) => walk(item, depth + 1));
      const made = newMapping();
      for (const [key, below] of Object.entries(value)) made[key] = walk(below, depth + 1);
      return made;
    };
    const value = walk(manifest.value, 0);
    if (!isMapping(value) || (names.unknown.size === 0 && names.defaulted.size === 0)) return manifest;
    const { document, base, apiVersion, kind, source } = manifest;
    const [namespace, name = ""] = [manifest.namespace, manifest.name].map((text) => this.#named(text));
    const made: Manifest = {
      ...{ document, base, value, apiVersion, kind, name },
      ...(namespace === undefined || namespace === "" ? {} : { namespace }),
      ...(source === undefined ? {} : { source }),
      locate: (path: Path, aim) => manifest.locate(path, aim),
    };
    this.#names.set(made, names);
    return made;
  }

  /** The variables that were found in some manifests when they were replaced. */
  namesIn(manifests: readonly Manifest[]): VariableNames {
    const all = manifests.flatMap((manifest) => this.#names.get(manifest) ?? []);
    return {
      unknown: new Set(all.flatMap(({ unknown }) => [...unknown])),
      defaulted: new Set(all.flatMap(({ defaulted }) => [...defaulted])),
    };
  }

  /** By its name a resource is found and told: no other text is tried in it. */
  #named(text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.#text(text, { unknown: new Set(), defaulted: new Set() }, undefined);
  }

  /** Flux replaces the text of the YAML that kustomize wrote, without the quotes that it needs not: `"${N:=3}"` is a number. */
  #scalar(written: string, kind: string, names: FoundNames): unknown {
    const text = this.#text(written, names, this.#tried);
    if (text === written || written.includes("\n") || scalarData.has(kind)) return text;
    // kustomize keeps the quotes of what would be read as something else without them.
    if (/^[^\w$]|: | #/.test(written)) return text;
    try {
      const { value } = parseDocument(text);
      return typeof value === "object" && value !== null ? text : value;
    } catch {
      return text;
    }
  }

  #text(written: string, names: FoundNames, tried: string | undefined): string {
    let text = written;
    for (let round = 0; round < mostNested; round++) {
      const before = text;
      text = text.replace(variable, (whole, name?: string, rest = "") => {
        if (name === undefined) return whole;
        const [, preset] = /^(?::=|:-|=)(.*)$/s.exec(rest) ?? [];
        const isKnown = preset !== undefined && !this.#isOpen && !this.#set.has(name);
        (isKnown ? names.defaulted : names.unknown).add(name);
        return isKnown ? preset : (tried ?? preset ?? whole);
      });
      if (text === before) break;
    }
    return text.replaceAll("$${", () => "${");
  }
}

function isSwitchedOff({ value }: Manifest): boolean {
  const { annotations, labels } = mapping(value.metadata);
  return [annotations, labels].some((all) => has(all, switchedOff) && mapping(all)[switchedOff] === "disabled");
}
