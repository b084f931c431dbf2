import type { Header } from "./document.ts";
import { headerOf } from "./glued.ts";
import type { Problem } from "./problem.ts";
import type { SpecialSlice } from "./slice.ts";
import { YamlError } from "./yaml/error.ts";
import { parseDocument } from "./yaml/parse.ts";
import { isMapping } from "./yaml/range.ts";

/** What a document's text holds. */
export interface ReadText {
  readonly value: unknown;
  readonly hasDuplicates: boolean;
  readonly hasAliases: boolean;
  readonly problem: Problem | undefined;
  /** Whether a problem was told of when it was read, which must not come again. */
  readonly hasTold: boolean;
}

export function nothingRead(problem: Problem): ReadText {
  return { value: null, hasDuplicates: false, hasAliases: false, problem, hasTold: false };
}

/** Text that was read as JSON and let go. */
export const forgottenJson: SpecialSlice = { json: { value: undefined, hasDuplicates: false } };

export const plain: Omit<ReadText, "value"> = {
  hasDuplicates: false,
  hasAliases: false,
  problem: undefined,
  hasTold: false,
};

/** What is said of text that Kubernetes' reader drops. */
export const IGNORED =
  "Kubernetes' reader drops the text from here on, because the document has ended; begin a new document with `---`";

/** A value that is neither an object of Kubernetes nor nothing. */
export function isStray(value: unknown): boolean {
  if (value === null || Array.isArray(value)) return false;
  return !isMapping(value) || (value.apiVersion === undefined && value.kind === undefined);
}

/** The header of a part of a document, which need not be a good one by itself. */
export function parsedHeader(text: string): Header {
  try {
    return headerOf(parseDocument(text).value);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return {};
  }
}

export function firstContent(text: string): number {
  return Math.max(text.search(/\S/), 0);
}

/** A message on one line: what came out of the input may hold anything. */
export function plainText(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return message.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, " ");
}
