/*
 * Collects the errors of one object as Kubernetes words them.
 * Source: apimachinery pkg/util/validation/field/errors.go.
 */

import type { IntOrString } from "../model/int-or-string.ts";
import { type FeatureGates, isGateOn, type Minor } from "../model/kubernetes-version.ts";
import type { Complaints } from "../model/names.ts";
import { Quantity } from "../model/quantity.ts";

/** So much of one kind is told of one object, more than anybody reads; of the rest is known that there is more. */
export const mostTold = 10_000;

/** What the API server holds against a field: the error's type, the field's path, and the server's words. */
export type FieldError = [type: string, field: string, detail: string];

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u000b": "\\v",
};

function escaped(character: string): string {
  const short = escapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code >= 0xd800 && code < 0xe000) return "\ufffd";
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

/** A text as Go quotes it (%q): what cannot be printed is escaped. */
export function quoted(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escaped)}"`;
}

function described(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value === undefined || value === null) return "null";
  if (value instanceof Quantity) return quoted(value.toString());
  if (typeof value === "object")
    return JSON.stringify(value, (_, part) => (part instanceof Quantity ? part.toString() : part));
  return String(value);
}

/** One object under review by one version of the server: its errors so far, and what the checks must know of it. */
export class FieldReview {
  readonly minor: Minor;
  readonly featureGates: FeatureGates;
  readonly errors: FieldError[] = [];
  /** Whether there are more errors than those. */
  isCut = false;
  #gates: Map<string, boolean> | undefined;

  constructor(minor: Minor, featureGates: FeatureGates = {}) {
    this.minor = minor;
    this.featureGates = featureGates;
  }

  /** True where this server has the feature gate on. */
  isOn(gate: string): boolean {
    this.#gates ??= new Map();
    const known = this.#gates.get(gate);
    if (known !== undefined) return known;
    const on = isGateOn(gate, this.minor, this.featureGates);
    this.#gates.set(gate, on);
    return on;
  }

  #add(type: string, field: string, words: string, detail: string): void {
    if (this.errors.length < mostTold) this.errors.push([type, field, detail === "" ? words : `${words}: ${detail}`]);
    else this.isCut = true;
  }

  /** Takes errors back that were found. */
  withdraw(isWithdrawn: (error: FieldError) => boolean): void {
    const kept = this.errors.filter((error) => !isWithdrawn(error));
    if (kept.length < this.errors.length) this.errors.splice(0, this.errors.length, ...kept);
  }

  required(field: string, detail = ""): void {
    this.#add("FieldValueRequired", field, "Required value", detail);
  }

  invalid(field: string, value: unknown, detail: string): void {
    this.#add("FieldValueInvalid", field, `Invalid value: ${described(value)}`, detail);
  }

  /** Up to 1.33 the server shows a value of this type as Go's structure. */
  invalidIntOrString(field: string, value: IntOrString, detail: string): void {
    if (this.minor >= 34) {
      this.invalid(field, value, detail);
      return;
    }
    const isText = typeof value === "string";
    const dump = `intstr.IntOrString{Type:${isText ? 1 : 0}, IntVal:${isText ? 0 : value}, StrVal:${quoted(isText ? value : "")}}`;
    this.#add("FieldValueInvalid", field, `Invalid value: ${dump}`, detail);
  }

  /** Up to 1.33 the server shows a resource's name bare. */
  invalidResourceName(field: string, name: string, detail: string): void {
    if (this.minor >= 34) this.invalid(field, name, detail);
    else this.#add("FieldValueInvalid", field, `Invalid value: ${name}`, detail);
  }

  /** Up to 1.33 the server shows an amount as Go's structure; told here by its text alone. */
  invalidQuantity(field: string, amount: Quantity, detail: string): void {
    if (this.minor >= 34) this.invalid(field, amount, detail);
    else
      this.#add("FieldValueInvalid", field, `Invalid value: resource.Quantity{s:${quoted(amount.toString())}}`, detail);
  }

  /** Up to 1.33 the server shows labels as a Go map. */
  invalidLabels(field: string, labels: Record<string, string> | undefined, detail: string): void {
    const sorted = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    if (this.minor >= 34) {
      this.invalid(field, labels && Object.fromEntries(sorted), detail);
      return;
    }
    const dump = labels === undefined ? "(nil)" : `{${sorted.map((pair) => pair.map(quoted).join(":")).join(", ")}}`;
    this.#add("FieldValueInvalid", field, `Invalid value: map[string]string${dump}`, detail);
  }

  forbidden(field: string, detail: string): void {
    this.#add("FieldValueForbidden", field, "Forbidden", detail);
  }

  notSupported(field: string, value: unknown, supported: readonly string[]): void {
    const detail = `supported values: ${supported.map(quoted).join(", ")}`;
    this.#add("FieldValueNotSupported", field, `Unsupported value: ${described(value)}`, detail);
  }

  notFound(field: string, value: string, detail = ""): void {
    this.#add("FieldValueNotFound", field, `Not found: ${quoted(value)}`, detail);
  }

  duplicate(field: string, value: unknown): void {
    this.#add("FieldValueDuplicate", field, `Duplicate value: ${described(value)}`, "");
  }

  /** For a value that the server shows as Go's structure. */
  duplicateDump(field: string, dump: string): void {
    this.#add("FieldValueDuplicate", field, `Duplicate value: ${dump}`, "");
  }

  tooLong(field: string, most: number): void {
    this.#add("FieldValueTooLong", field, "Too long", `may not be more than ${most} byte${most === 1 ? "" : "s"}`);
  }

  tooMany(field: string, count: number, most: number): void {
    this.#add(
      "FieldValueTooMany",
      field,
      `Too many: ${count}`,
      `must have at most ${most} item${most === 1 ? "" : "s"}`,
    );
  }

  /** One error for each complaint about a value. */
  complain(field: string, value: unknown, complaints: Complaints): void {
    for (const complaint of complaints) this.invalid(field, value, complaint);
  }

  /** A number must not be negative (ValidateNonnegativeField). */
  notNegative(field: string, value: number | undefined): void {
    if (value !== undefined && value < 0) this.invalid(field, value, "must be greater than or equal to 0");
  }

  /** A value out of a list; a missing one is required. */
  oneOf(field: string, value: string | undefined, supported: readonly string[]): void {
    if (value === undefined || value === "") this.required(field);
    else if (!supported.includes(value)) this.notSupported(field, value, supported);
  }
}
