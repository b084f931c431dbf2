import type { Path } from "../path.ts";
import { YamlError } from "./error.ts";
import { parsePlaces, parsePlacesAlong } from "./parse.ts";
import type { Place } from "./place.ts";

/** All places of a text this long are too much to hold for the few that are asked of it. */
const longText = 1 << 20;
/** So many paths are gone one by one through a long text, which is read for each. */
const mostReads = 4;

/** Finds places in a document's text, which is read when first asked. */
export class PlaceFinder {
  readonly #text: string;
  #root: Place | undefined | "unread" = "unread";
  readonly #along: { readonly path: Path; readonly root: Place | undefined }[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** The root, with at least the places on the way to a path; undefined where the text is empty or cannot be read. */
  rootTo(path: Path): Place | undefined {
    if (this.#root !== "unread") return this.#root;
    if (this.#text.length >= longText) {
      const known = this.#along.find((one) => path.every((step, index) => step === one.path[index]));
      if (known !== undefined) return known.root;
      if (this.#along.length < mostReads) {
        const { root, isWhole } = readable(() => parsePlacesAlong(this.#text, path)) ?? unreadable;
        if (isWhole) this.#root = root;
        else this.#along.push({ path, root });
        return root;
      }
    }
    this.#root = readable(() => parsePlaces(this.#text))?.root;
    return this.#root;
  }
}

const unreadable = { root: undefined, isWhole: true };

function readable<Places>(read: () => Places): Places | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}
