import type { Release } from "../../model/release.ts";
import { TooManyToTry } from "../../model/tries.ts";
import type { Unchecked } from "../contract/finding.ts";
import type { AnyRule } from "../contract/rule.ts";
import { resourceName } from "./locate.ts";

interface Entry extends Omit<Unchecked, "why"> {
  readonly rules: Set<string>;
}

/** What rules were not asked to the end, of releases in which too many selectors may fit too many pods. */
export class GivenUp {
  readonly #entries: Entry[] = [];
  readonly #entryOf = new WeakMap<Release, Entry>();

  /** Takes what a rule threw; throws it on where it is anything else. */
  note({ id }: AnyRule, release: Release, thrown: unknown): void {
    if (!(thrown instanceof TooManyToTry)) throw thrown;
    let entry = this.#entryOf.get(release);
    if (entry === undefined) {
      const [first] = [...release.statefulSets, ...release.workloads];
      if (first === undefined) return;
      const { manifest } = first;
      entry = { resource: resourceName(manifest), location: manifest.locate(["kind"]), rules: new Set() };
      this.#entryOf.set(release, entry);
      this.#entries.push(entry);
    }
    entry.rules.add(id);
  }

  /** One entry a release, at its first set. */
  unchecked(): readonly Unchecked[] {
    return this.#entries.map(({ resource, location, rules }) => ({
      resource,
      location,
      why: `its release holds so many selectors and pods that may fit each other that not all were tried, so who selects whom was not judged to the end (${[...rules].sort().join(", ")}): lint its parts apart, such as a chart or a namespace at a time`,
    }));
  }
}
