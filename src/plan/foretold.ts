/*
 * The controller makes pods; whether what is in them can run, and whether the server takes the objects beside the set, is
 * known to whoever lints the input. A plan takes it from there, so that no step counts on what is sure to fail.
 */

/**
 * What is sure of the new pods or objects: `stuck`: a pod of the new template does not become ready; `data-left`: it does
 * not find the data that it has now; `refused`: the API server does not take an object of the input.
 */
export type ForetoldKind = "stuck" | "data-left" | "refused";

/** A finding of the linter that a plan has to be read with. Lines and columns count from 1. */
export interface Foretold {
  readonly kind: ForetoldKind;
  readonly rule: string;
  readonly text: string;
  readonly help: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a plan is given: whom it is about, and where it does not hold for all versions asked for, the minors it holds for. */
export interface ForetoldOf extends Foretold {
  readonly resource: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly versions?: readonly string[];
}
