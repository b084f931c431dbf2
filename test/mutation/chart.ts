import { type Document, isMap, isPair, isScalar, LineCounter, type Pair, parseDocument, stringify } from "yaml";
import { get, type Keys, string } from "./tree.ts";

/** The kinds that operators look at or change; other documents are never parsed. */
const kinds =
  /^kind:[ \t]*["']?(?:StatefulSet|Service|PodDisruptionBudget|HorizontalPodAutoscaler|Deployment|DaemonSet|ConfigMap|Secret|Pod|PersistentVolumeClaim)\b/m;

/** Where something was planted: a value of an object, or the key that it stands under. */
export interface Place {
  readonly object: ChartObject;
  readonly path: Keys;
  readonly aim?: "key" | "value";
}

/** One object of a chart's output, which can be edited; everything that is not touched keeps its bytes. */
export class ChartObject {
  readonly document: Document;
  /** The object as it was before any edit. */
  readonly value: unknown;
  touched = false;

  constructor(text: string) {
    this.document = read(text);
    this.value = this.document.toJS({ maxAliasCount: 1000 });
  }

  get kind(): string {
    return string(this.value, "kind") ?? "";
  }

  get name(): string {
    return string(this.value, "metadata", "name") ?? "";
  }

  get namespace(): string | undefined {
    return string(this.value, "metadata", "namespace");
  }

  /** Writes a value; mappings on the way that are missing or null are made. */
  set(path: Keys, value: unknown): Place {
    this.touched = true;
    for (let length = 1; length < path.length; length++) {
      const above = path.slice(0, length);
      const node = this.document.getIn(above, true);
      if (node === undefined || node === null || (isScalar(node) && node.value === null)) {
        this.document.setIn(above, this.document.createNode(typeof path[length] === "number" ? [] : {}));
      }
    }
    // A scalar is changed in place, so that its quotes and the comment beside it stay.
    this.document.setIn(path, typeof value === "object" ? this.document.createNode(value) : value);
    return { object: this, path };
  }

  /** Appends to a sequence, which is made where it is missing. */
  append(path: Keys, value: unknown): Place {
    const now = get(this.document.toJS({ maxAliasCount: 1000 }), ...path);
    const length = Array.isArray(now) ? now.length : 0;
    return length === 0 ? this.#first(path, value) : this.set([...path, length], value);
  }

  #first(path: Keys, value: unknown): Place {
    this.set(path, [value]);
    return { object: this, path: [...path, 0] };
  }

  remove(path: Keys): void {
    this.touched = true;
    this.document.deleteIn(path);
  }

  /** Renames a key where it stands. */
  rename(path: Keys, key: string): Place {
    this.touched = true;
    const parent = this.document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find((one) => keyOf(one) === path[path.length - 1]) : undefined;
    if (pair === undefined) throw new Error(`there is no ${path.join(".")} to rename`);
    pair.key = this.document.createNode(key);
    return { object: this, path: [...path.slice(0, -1), key], aim: "key" };
  }

  /** Writes a key a second time at the end of its mapping. */
  repeat(path: Keys, value: unknown): Place {
    this.touched = true;
    const parent = this.document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) throw new Error(`there is no mapping above ${path.join(".")}`);
    parent.items.push(this.document.createPair(path[path.length - 1], value));
    return { object: this, path, aim: "key" };
  }

  print(): string {
    const text = this.document.toString({ lineWidth: 0 });
    return text.endsWith("\n") ? text : `${text}\n`;
  }
}

interface Part {
  readonly text: string;
  object?: ChartObject;
}

/** The output of a chart as parts that stand in a stream, objects among them. */
export class ChartText {
  readonly #parts: Part[];

  constructor(text: string) {
    this.#parts = text.split(/^(---(?:[ \t][^\n]*)?\r?\n)/m).map((part) => {
      if (!kinds.test(part)) return { text: part };
      try {
        return { text: part, object: new ChartObject(part) };
      } catch {
        return { text: part };
      }
    });
  }

  get objects(): readonly ChartObject[] {
    return this.#parts.flatMap(({ object }) => (object === undefined ? [] : [object]));
  }

  /** Adds an object at the end of the stream. */
  add(value: unknown): ChartObject {
    // In block style, so that its kind is seen when the text is read again.
    const object = new ChartObject(stringify(value, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false }));
    object.touched = true;
    this.#parts.push({ text: "---\n" }, { text: "", object });
    return object;
  }

  /** Marks the objects that a plant touched, so that both texts have them printed the same way. */
  touch(indices: readonly number[]): void {
    for (const [index, object] of this.objects.entries()) if (indices.includes(index)) object.touched = true;
  }

  get touched(): readonly number[] {
    return [...this.objects.entries()].filter(([, { touched }]) => touched).map(([index]) => index);
  }

  print(): string {
    return this.#pieces().join("");
  }

  /** The line and column, from 1, at which a place stands in the printed text, found without the linter's reader. */
  locate({ object, path, aim }: Place): { readonly line: number; readonly column: number } {
    const index = this.#parts.findIndex((part) => part.object === object);
    const before = this.#pieces().slice(0, index).join("");
    const text = object.print();
    const lines = new LineCounter();
    const document = parseDocument(text, { version: "1.1", uniqueKeys: false, lineCounter: lines });
    const offset = offsetOf(document, path, aim ?? "value");
    const { line, col } = lines.linePos(offset);
    return { line: line + before.split("\n").length - 1, column: col };
  }

  #pieces(): string[] {
    return this.#parts.map(({ text, object }, index) => {
      const piece = object?.touched === true ? object.print() : text;
      return piece === "" || piece.endsWith("\n") || index === this.#parts.length - 1 ? piece : `${piece}\n`;
    });
  }
}

function read(text: string): Document {
  const document = parseDocument(text, { version: "1.1", uniqueKeys: false });
  if (document.errors.length > 0 || !isMap(document.contents)) throw new Error("not one object");
  return document;
}

function keyOf(pair: Pair): unknown {
  return isScalar(pair.key) ? pair.key.value : pair.key;
}

function offsetOf(document: Document, path: Keys, aim: "key" | "value"): number {
  const last = path[path.length - 1];
  const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent)
    ? [...parent.items].reverse().find((one) => isPair(one) && keyOf(one) === last)
    : undefined;
  const node = aim === "key" && pair !== undefined ? pair.key : document.getIn(path, true);
  const range = (node as { range?: readonly number[] } | undefined)?.range;
  if (range?.[0] === undefined) throw new Error(`${path.join(".")} is not in the text`);
  return range[0];
}
