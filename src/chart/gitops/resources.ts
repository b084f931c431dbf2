import { groupedBy } from "../../model/grouped.ts";
import { groupOf } from "../../model/kinds.ts";
import type { Manifest } from "../../read/document.ts";

/** The resources of some files, to look up what a release refers to. */
export class Resources {
  readonly #byName: ReadonlyMap<string, readonly Manifest[]>;

  constructor(all: readonly Manifest[]) {
    this.#byName = groupedBy(all, ({ kind, name }) => `${kind}/${name}`);
  }

  /**
   * The one of that kind and name. A namespace that either side leaves out is set elsewhere, by a Kustomization mostly:
   * it matches where only one resource does.
   */
  find(kind: string, name: string, namespace: string | undefined, group?: string): Manifest | undefined {
    const named = (this.#byName.get(`${kind}/${name}`) ?? []).filter(
      ({ apiVersion }) => group === undefined || groupOf(apiVersion) === group,
    );
    const exact = named.filter((one) => one.namespace === namespace);
    const open = named.filter((one) => one.namespace === undefined || namespace === undefined);
    if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
    return open.length === 1 ? open[0] : undefined;
  }
}
