import type { Release } from "../../model/release.ts";
import { TooManyToTry } from "../../model/tries.ts";
import type { Unchecked } from "../contract/finding.ts";
import type { AnyRule } from "../contract/rule.ts";
import { resourceName } from "./locate.ts";

interface Entry extends Omit<Unchecked, "why"> {
  readonly rules: Set<string>;
}

/** The rules that were not asked to the end, of releases in which more may belong together than is tried (src/model/tries.ts). */
export class GivenUp {
  readonly #entries: Entry[] = [];
  readonly #entryOf = new WeakMap<Release, Entry>();

  /** Takes what a rule threw; throws it on where it is anything else. */
  note({ id }: AnyRule, release: Release, thrown: unknown): void {
    if (!(thrown instanceof TooManyToTry)) throw thrown;
    let entry = this.#entryOf.get(release);
    if (entry === undefined) {
      const manifest = release.statefulSets[0]?.manifest ?? release.manifests[0];
      // Without a manifest there is nothing to try.
      if (manifest === undefined) throw thrown;
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
      why: `its release holds so many resources that may belong together, as selectors and pods do, that not all were tried, and what depends on that was not judged to the end (${[...rules].sort().join(", ")}): lint its parts apart, such as a chart or a namespace at a time`,
    }));
  }
}
