import { parseTemplate } from "./render/parse/parse.ts";
import { type Node, type ParsedTemplate, ParseError } from "./render/parse/syntax.ts";

/** A template as helm's engine reads it, with the text that the places of its nodes speak of. */
export interface ChartTemplate extends ParsedTemplate {
  readonly text: string;
  /** Helm could not read it either: then it holds nothing. */
  readonly isUnreadable: boolean;
}

/** A template that others call by its name, and the file that defines it. */
export interface NamedTemplate {
  readonly file: string;
  readonly text: string;
  readonly body: readonly Node[];
}

/** Names of functions are not checked: one that is not known gives an unknown value. */
const anyFunction = (): boolean => true;

/** Reads a template, of a file or of a string given to `tpl`. */
export function readTemplate(text: string): ChartTemplate {
  try {
    return { ...parseTemplate(text, anyFunction), text, isUnreadable: false };
  } catch (error) {
    if (error instanceof ParseError) return { body: [], defines: [], text, isUnreadable: true };
    throw error;
  }
}
