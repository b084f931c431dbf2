import { nameOf, type RequestName } from "../chart/gitops/release-request.ts";
import { readManifests } from "../read/read-manifests.ts";

/** The kind whose patches are looked for. */
export const patched = "HelmRelease";

/** What a patch is for; what is not said fits everything. */
export interface Target {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** What a patch without a target is for: the objects that it names. */
export function namedBy(text: string): readonly Target[] {
  if (!text.includes(patched)) return [];
  return readManifests([{ name: "patch", text }]).documents.flatMap(({ manifests }) => manifests.map(nameOf));
}

/**
 * What a kustomization's patches are for, of HelmReleases. kustomize takes kinds and names for regular expressions of the
 * whole: what holds more than a name's characters may fit.
 */
export class Targets {
  /** By name, empty for any: the namespaces, empty for any. */
  readonly #namespaces = new Map<string, Set<string>>();

  constructor(all: readonly Target[]) {
    for (const { kind = "", name = "", namespace = "" } of all) {
      if (plain(kind) !== "" && kind !== patched) continue;
      const known = this.#namespaces.get(plain(name));
      if (known === undefined) this.#namespaces.set(plain(name), new Set([plain(namespace)]));
      else known.add(plain(namespace));
    }
  }

  fit({ name, namespace }: RequestName): boolean {
    return ["", name].some((wanted) => {
      const namespaces = this.#namespaces.get(wanted);
      // What names none may get one by a kustomization, before the patch or after it.
      return namespaces !== undefined && (namespace === undefined || namespaces.has("") || namespaces.has(namespace));
    });
  }
}

function plain(pattern: string): string {
  return /[^\w.-]/.test(pattern) ? "" : pattern;
}
