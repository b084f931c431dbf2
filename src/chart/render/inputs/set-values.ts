import { quoteRune, quoteText } from "../print/quote.ts";
import { Text } from "../text.ts";
import { InputError } from "./input-error.ts";
import { SetReader } from "./set-reader.ts";
import {
  type Given,
  givenFrom,
  isNull,
  newTable,
  type Scalar,
  type Sequence,
  type Source,
  sourceBelow,
  type Table,
} from "./values-tree.ts";

/** How a flag's values are read: `--set`, `--set-string`, `--set-json`, `--set-file`, `--set-literal`. */
export type SetKind = "set" | "string" | "json" | "file" | "literal";

const largestIndex = 65_536;
const deepestName = 30;

/** How reading went on, as Go returns it: at the end of the text there may be a value all the same. */
type Outcome = "ok" | "end";

/**
 * Reads `a.b=1,c[0]=x` into `values` as helm does (pkg/strvals), whatever stands there already.
 *
 * @throws {InputError} with helm's words.
 */
export function setValues(
  text: string,
  kind: SetKind,
  values: Table,
  source: Source,
  readFile: (path: string) => string,
  helm: "3" | "4",
): void {
  const parser = new SetParser(text, kind, readFile, helm);
  try {
    while (parser.key(values, 0, source) === "ok");
  } catch (error) {
    if (!(error instanceof SetError)) throw error;
    const flag = kind === "set" ? "--set" : `--set-${kind}`;
    throw new InputError(
      kind === "json" ? `failed parsing --set-json data ${text}` : `failed parsing ${flag} data: ${error.message}`,
    );
  }
}

class SetError extends Error {}

class SetParser {
  readonly #reader: SetReader;
  readonly #kind: SetKind;
  readonly #escapes: boolean;
  readonly #helm: "3" | "4";
  readonly #readFile: (path: string) => string;

  constructor(text: string, kind: SetKind, readFile: (path: string) => string, helm: "3" | "4") {
    this.#helm = helm;
    this.#reader = new SetReader(text);
    this.#kind = kind;
    this.#escapes = kind !== "literal";
    this.#readFile = readFile;
  }

  /** One name with its value. */
  key(data: Table, level: number, parent: Source): Outcome {
    const { text: name, last } = this.#reader.until(this.#kind === "literal" ? "=[." : "=[,.", this.#escapes);
    const source = sourceBelow(parent, name);
    switch (last) {
      case undefined:
        if (name === "") return "end";
        throw new SetError(`key ${quoted(name)} has no value`);
      case "[": {
        const index = this.#index();
        if (index === undefined) return "end";
        const held = data.entries.get(name);
        if (held !== undefined && held.kind !== "list") throw notOf(held, "[]interface {}");
        const list: Sequence = { kind: "list", items: held === undefined ? [] : [...held.items], source };
        // The list is set whatever comes of its item (parser.go, key).
        const outcome = this.#listItem(list, index, level);
        set(data, name, list);
        return outcome;
      }
      case "=":
        return this.#assign(source, (value) => set(data, name, value), "key");
      case ",":
        throw new SetError(`key ${quoted(name)} has no value (cannot end with ,)`);
      default: {
        if (level + 1 > deepestName)
          throw new SetError(
            `value name nested level is greater than maximum supported nested level of ${deepestName}`,
          );
        const held = data.entries.get(name);
        if (held !== undefined && held.kind !== "table") throw notOf(held, "map[string]interface {}");
        const inner = held ?? newTable(source);
        const outcome = this.key(inner, level + 1, source);
        if (outcome === "ok" && inner.entries.size === 0) throw new SetError(`key map ${quoted(name)} has no value`);
        if (inner.entries.size > 0) set(data, name, inner);
        return outcome;
      }
    }
  }

  /** What stands behind `=`. */
  #assign(source: Source, put: (value: Given) => void, at: "key" | "item"): Outcome {
    if (this.#kind === "literal") {
      put(scalar(this.#reader.until("", false).text, source));
      return "ok";
    }
    if (this.#kind === "json") {
      if (this.#reader.skipEmpty()) {
        put(scalar(null, source));
        return "ok";
      }
      const json = this.#reader.json();
      if (json === undefined) throw new SetError("invalid JSON");
      put(givenFrom(json.value, source));
      this.#reader.skipEmpty();
      return "ok";
    }
    const first = this.#reader.read();
    if (first === undefined) {
      put(scalar("", source));
      return at === "key" ? "end" : "ok";
    }
    if (first === "{") {
      put(this.#list(source));
      return "ok";
    }
    this.#reader.unread();
    put(this.#value(this.#reader.until(",", true).text, source));
    return "ok";
  }

  /** `{a,b}`. */
  #list(source: Source): Sequence {
    const items: Given[] = [];
    for (;;) {
      const { text, last } = this.#reader.until(",}", true);
      if (last === undefined) throw new SetError("list must terminate with '}'");
      items.push(this.#value(text, sourceBelow(source, items.length)));
      if (last !== "}") continue;
      const next = this.#reader.read();
      if (next !== undefined && next !== ",") this.#reader.unread();
      return { kind: "list", items, source };
    }
  }

  /** Undefined where the text ends inside: Helm 4 takes that for the end of the flag, Helm 3 for an error. */
  #index(): number | undefined {
    const { text, last } = this.#reader.until("]", this.#escapes);
    if (last === undefined) {
      if (this.#helm === "4") return undefined;
      throw new SetError("error parsing index: EOF");
    }
    if (!/^[+-]?[0-9]+$/.test(text) || Math.abs(Number(text)) > Number.MAX_SAFE_INTEGER)
      throw new SetError(`error parsing index: strconv.Atoi: parsing "${text}": invalid syntax`);
    return Number(text);
  }

  #listItem(list: Sequence, index: number, level: number): Outcome {
    if (index < 0) throw new SetError(`negative ${index} index not allowed`);
    const { text, last } = this.#reader.until("[.=", this.#escapes);
    if (text !== "") throw new SetError(`unexpected data at end of array index: ${runes(text)}`);
    const source = sourceBelow(list.source as Source, index);
    if (last === undefined) return "end";
    if (last === "=") return this.#assign(source, (value) => setIndex(list, index, value), "item");
    const held = list.items[index];
    if (last === "[") {
      const next = this.#index();
      if (next === undefined) return "end";
      if (held !== undefined && held.kind !== "list" && !isNull(held)) throw notOf(held, "[]interface {}");
      const inner: Sequence = { kind: "list", items: held?.kind === "list" ? [...held.items] : [], source };
      const outcome = this.#listItem(inner, next, level);
      if (outcome === "ok") setIndex(list, index, inner);
      return outcome;
    }
    let inner = newTable(source);
    if (held?.kind === "table") inner = held;
    else if (held !== undefined) list.items[index] = inner;
    const outcome = this.key(inner, level, source);
    if (outcome === "ok") setIndex(list, index, inner);
    return outcome;
  }

  /** A value's type by its text (typedVal). */
  #value(text: string, source: Source): Scalar {
    if (this.#kind === "file") return scalar(this.#readFile(text), source);
    if (this.#kind === "string") return scalar(text, source);
    const folded = text.replaceAll("\u017f", "s").toLowerCase();
    if (folded === "true") return scalar(true, source);
    if (folded === "false") return scalar(false, source);
    if (folded === "null") return scalar(null, source);
    if (text === "0") return scalar(0n, source);
    if (/^[+-]?[0-9]+$/.test(text) && !text.startsWith("0") && text.length < 40) {
      const number = BigInt(text.replace(/^\+/, ""));
      if (number === BigInt.asIntN(64, number)) return scalar(number, source);
    }
    return scalar(text, source);
  }
}

/** As Go's `%q` prints a string. */
function quoted(name: string): string {
  return quoteText(new Text(name)).value;
}

/** As Go's `%q` prints a list of characters. */
function runes(text: string): string {
  return `[${Array.from(text, quoteRune).join(" ")}]`;
}

/** What Go says of a value where the rest of the key asks for another type. */
function notOf(held: Given, goType: string): SetError {
  return new SetError(`unable to parse key: interface conversion: interface {} is ${typeOf(held)}, not ${goType}`);
}

function typeOf(held: Given): string {
  if (held.kind === "table") return "map[string]interface {}";
  if (held.kind === "list") return "[]interface {}";
  const { value } = held;
  if (value === null) return "nil";
  if (typeof value === "boolean") return "bool";
  return typeof value === "bigint" ? "int64" : typeof value === "number" ? "float64" : "string";
}

function scalar(value: Scalar["value"], source: Source): Scalar {
  return { kind: "scalar", value, source };
}

function set(data: Table, key: string, value: Given): void {
  if (key !== "") data.entries.set(key, value);
}

function setIndex(list: Sequence, index: number, value: Given): void {
  if (index > largestIndex)
    throw new SetError(`index of ${index} is greater than maximum supported index of ${largestIndex}`);
  for (let fill = list.items.length; fill < index; fill++)
    list.items.push({ kind: "scalar", value: null, source: undefined });
  list.items[index] = value;
}
