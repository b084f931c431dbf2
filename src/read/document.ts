import type { Aim, Location } from "./location.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problem.ts";
import type { SeparatorComment } from "./slice.ts";

/** A text to read: `name` is shown in locations; chunks may split a character, a line or a document anywhere. */
export interface Input {
  readonly name: string;
  readonly text: string | Iterable<string | Uint8Array>;
  /**
   * Whether other files of its folder were not given: what is not in the input may stand there. False where all that
   * the release holds is known to be here, as after rendering a chart; unset where only the text can tell.
   */
  readonly isPart?: boolean;
}

/**
 * What a document says of itself, read without parsing it where that is safe.
 * A field is absent where the document has none or where it is not a string.
 */
export interface Header {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A key that stands twice in one mapping: Kubernetes' readers keep the last, strict decoding refuses it. */
export interface DuplicateKey {
  readonly path: Path;
  readonly first: Location;
  readonly again: Location;
}

/** One object: a document's own, or an item of a List that the document holds. Frozen. */
export interface Manifest {
  readonly document: Document;
  /** Where the object stands in its document: `[]`, or `["items", 3]`. */
  readonly base: Path;
  /** The object as Kubernetes reads it; deeply frozen; mappings have no prototype. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent where `metadata.namespace` is absent, empty or no string: then it is the release's. */
  readonly namespace?: string;
  /** `""` where `metadata.name` is absent or no string. */
  readonly name: string;
  /** The template named by the `# Source:` comment in force at the document. */
  readonly source?: string;
  /**
   * Where `path` (from the object's root) stands in the input, its value unless `aim` is `"key"`.
   * A path that does not exist gives its nearest parent's key, marked `approximate`.
   */
  locate(path: Path, aim?: Aim): Location;
}

/** A slice of the stream between separators. */
export interface Document {
  readonly file: string;
  /** The line of the input on which the document's text begins, from 1. */
  readonly line: number;
  /** Whether other files of its input's folder were not given; undefined where that is not known. */
  readonly isOfPart: boolean | undefined;
  /** The template named by the `# Source:` comment in force here. */
  readonly source?: string;
  readonly header: Header;
  /** The document's own text, line ends as they came. */
  readonly text: string;
  /** As Kubernetes reads it, parsed on first use; `null` for an empty document and for one that cannot be read. */
  readonly value: unknown;
  /** Why the document cannot be read. Asking parses it. */
  readonly problem?: Problem;
  /** The manifests in it: one for an object, one per item for a List, none for anything else. Asking parses it. */
  readonly manifests: readonly Manifest[];
  /** The items of a List (`kind: List`, or a typed list such as StatefulSetList); undefined for anything else. */
  readonly items?: readonly Manifest[];
  /**
   * What is wrong with a document that can be read, and that Kubernetes' readers drop without a word or refuse:
   * objects that are glued together for want of `---`, items of a List that are no objects. Asking parses a List, and
   * what does not say plainly what it is.
   */
  readonly faults: readonly Problem[];
  /** Keys that stand twice, in order of appearance, but no more than 10,000. Asking parses it. */
  readonly duplicateKeys: readonly DuplicateKey[];
  /**
   * Whether a key stands twice in its mapping, or more keys do than {@link duplicateKeys} lists; the path is from the
   * document's root. Asking parses it.
   */
  isDoubled(path: Path): boolean;
  /** Lets go what was parsed, where a stream holds many documents that nobody is likely to ask about: asking parses again. */
  forget(): void;
  /** The line and column at which its content begins: what {@link locate} says of its root. */
  readonly begin: Pick<Location, "line" | "column">;
  /** As {@link Manifest.locate}, from the document's root. */
  locate(path: Path, aim?: Aim): Location;
  /** Whether a character of the text (line and column from 1) stands in no key and no value: a `#` there begins a comment. */
  isComment(line: number, column: number): boolean;
  /** Whether a range touches what is written once and stands in several places: what an alias or a merge key repeats. */
  isShared(range: Location): boolean;
  /** A comment that names sts-lint on the `---` above, which is part of no document's text. */
  readonly ahead?: SeparatorComment;
  /** The text of a line of the input (1-based), without its line end; undefined where it is not part of this document. */
  lineText(line: number): string | undefined;
}
