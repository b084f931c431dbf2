import { longestName } from "../../chart/render/inputs/release-name.ts";
import type { Rendered } from "../../chart/render/render-chart.ts";
import { readManifests } from "../../read/read-manifests.ts";
import type { LongNameFact } from "../contract/chart-traces.ts";

/** Releases with other names that are rendered at most. */
const mostReleases = 12;

/** The names that a chart's StatefulSets get in releases with names of other lengths. */
export class OtherReleases {
  readonly #rendered: Rendered;
  readonly #names = new Map<number, ReadonlyMap<string, readonly string[]> | undefined>();

  constructor(rendered: Rendered) {
    this.#rendered = rendered;
  }

  /** The length of a name: of the document at an index of those of a template that prints so many. */
  nameIn(release: number, source: string, index: number, count: number): number | undefined {
    if (!this.#names.has(release)) {
      if (this.#names.size >= mostReleases) return undefined;
      this.#names.set(release, this.#namesIn("l".repeat(release)));
    }
    const names = this.#names.get(release)?.get(source) ?? [];
    return names.length === count ? names[index]?.length : undefined;
  }

  #namesIn(release: string): ReadonlyMap<string, readonly string[]> | undefined {
    const documents = this.#rendered.again({ release })?.documents;
    if (documents === undefined) return undefined;
    const names = new Map<string, string[]>();
    for (const { source, text } of documents) {
      const name = readManifests([{ name: source, text }]).documents[0]?.header.name ?? "";
      const same = names.get(source);
      if (same === undefined) names.set(source, [name]);
      else same.push(name);
    }
    return names;
  }
}

/** What becomes of a name that fits now; `lengthIn` tells its length in a release whose name has so many characters. */
export function longNameOf(
  name: string,
  limit: number,
  lengthIn: (release: number) => number | undefined,
): Pick<LongNameFact, "length" | "longestRelease"> | undefined {
  const length = name.length > limit ? undefined : lengthIn(longestName);
  if (length === undefined || length <= limit) return undefined;
  // What stands beside the release's name is as long in every release, unless something is cut off: so it is tried.
  const beside = (lengthIn(1) ?? limit) - 1;
  const guess = limit - beside;
  if (guess < 1 || guess >= longestName) return { length };
  const isLongest = (lengthIn(guess) ?? limit + 1) <= limit && (lengthIn(guess + 1) ?? limit) > limit;
  return isLongest ? { length, longestRelease: guess } : { length };
}

/** The names under which a chart's values hold those of the subchart that printed a `# Source:`. */
export function subchartOf(source: string): readonly string[] {
  return (source.split("/templates/")[0] ?? "").split("/charts/").slice(1);
}
