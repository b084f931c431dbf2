import { makesPods } from "../../model/kinds.ts";
import type { Document } from "../../read/document.ts";
import type { WorkloadName } from "../contract/context.ts";

/** So many names are kept, however long the stream is. */
const most = 100_000;

/** The workloads of the whole input by name, from the headers of its documents: nothing is parsed for them. */
export class WorkloadNames {
  readonly #byName = new Map<string, WorkloadName[]>();

  note(document: Document): void {
    const { kind, name, namespace } = document.header;
    // A List names nothing in its header, but holds what it holds.
    if (kind?.endsWith("List")) for (const item of document.manifests) this.#add(item.kind, item.name, item.namespace);
    else this.#add(kind, name, namespace);
  }

  #add(kind: string | undefined, name: string | undefined, namespace: string | undefined): void {
    if (kind === undefined || name === undefined || !makesPods(kind)) return;
    const workload = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
    const same = this.#byName.get(name);
    if (same === undefined) {
      if (this.#byName.size < most) this.#byName.set(name, [workload]);
    } else if (same.length < 10) same.push(workload);
  }

  named(name: string): readonly WorkloadName[] {
    return this.#byName.get(name) ?? [];
  }
}
