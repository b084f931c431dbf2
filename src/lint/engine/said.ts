import { isSamePath, type Path } from "../../read/path.ts";
import type { Finding, RelatedPlace } from "../contract/finding.ts";
import type { Place, RelatedViolationPlace } from "../contract/rule.ts";

/** So many places of one finding are compared with those of the finding before. */
const mostPlaces = 32;

/** Of most findings: thousands share it. */
const noRelated: Finding["related"] = [];

/**
 * What a message said last, and where. Thousands of sets are told the same at the same places: they share the words, the paths
 * and the related places that are equal, where each would else hold its own.
 */
export class Said {
  #text = "";
  #help = "";
  readonly #paths: Path[] = [];
  readonly #places: { readonly place: RelatedViolationPlace; readonly made: RelatedPlace }[] = [];
  #related = noRelated;

  words(text: string, help: string): Pick<Finding, "message" | "help"> {
    if (this.#text !== text) this.#text = text;
    if (this.#help !== help) this.#help = help;
    return { message: this.#text, help: this.#help };
  }

  /** A path of the finding: its own, at 0, or that of a related place. */
  path(index: number, path: Path): Path {
    const last = this.#paths[index];
    if (last !== undefined && isSamePath(last, path)) return last;
    // V8 makes room for some twenty steps where a path is put together of others: a copy has no more than it needs.
    const exact = path.slice();
    if (index <= mostPlaces) this.#paths[index] = exact;
    return exact;
  }

  /** The related places, each made by `make` where it is not that of the finding before. */
  related(
    places: readonly RelatedViolationPlace[],
    make: (place: RelatedViolationPlace, path: Path) => RelatedPlace,
  ): Finding["related"] {
    if (places.length === 0) return noRelated;
    const related = places.map((place, index) => {
      const last = this.#places[index];
      if (last !== undefined && isSame(last.place, place)) return last.made;
      const made = make(place, this.path(index + 1, place.path));
      if (index < mostPlaces) this.#places[index] = { place, made };
      return made;
    });
    const before = this.#related;
    const isBefore = related.length === before.length && related.every((one, index) => one === before[index]);
    if (!isBefore) this.#related = related;
    return this.#related;
  }
}

function isSame(one: RelatedViolationPlace, other: RelatedViolationPlace): boolean {
  return one.message === other.message && isSamePlace(one, other);
}

function isSamePlace(one: Place, other: Place): boolean {
  const isAlike = one.manifest === other.manifest && one.aim === other.aim && one.location === other.location;
  return isAlike && isSamePath(one.path, other.path);
}
