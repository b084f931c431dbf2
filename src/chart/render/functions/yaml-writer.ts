import { containerOrigin } from "../container-origins.ts";
import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type GoObject, type Value } from "../value.ts";
import { byteLength } from "./bytes.ts";
import { base64, jsonFields, jsonNumber } from "./json-writer.ts";
import { isNil } from "./nil-slices.ts";
import { TextWriter } from "./text-writer.ts";
import { compareKeys } from "./yaml-order.ts";
import { type YamlVersion, yamlFloat, yamlOfJson } from "./yaml-plain.ts";
import { writeString } from "./yaml-scalars.ts";
import { throughJson } from "./yaml-through-json.ts";

/** Longer keys, and such as take several lines, stand behind a question mark. */
const LONGEST_SIMPLE_KEY = 128;

/** Writes a value as go-yaml's emitter does: version 2 after a way through JSON (toYaml), or version 3 (toYamlPretty). */
export function writeYaml(value: Value, version: YamlVersion, call: Call): Text {
  const writer = new YamlWriter(version, call);
  writer.node(value, { role: "root", indent: -2, column: 0, depth: 0 });
  return writer.text();
}

/** Where a node stands: right behind nothing, `key:`, `-`, or the `?` and `:` of a long key. */
interface Position {
  readonly role: "root" | "value" | "item" | "long";
  /** Of the collection around it. */
  readonly indent: number;
  /** At which a scalar behind the indicator and a space begins. */
  readonly column: number;
  readonly depth: number;
}

class YamlWriter {
  private readonly writer = new TextWriter();
  private readonly version: YamlVersion;
  private readonly call: Call;
  private isAtLineStart = true;

  constructor(version: YamlVersion, call: Call) {
    this.version = version;
    this.call = call;
  }

  text(): Text {
    const text = this.writer.text();
    return text.value.endsWith("\n") ? text.slice(0, text.value.length - 1) : text;
  }

  node(value: Value, position: Position): void {
    this.call.spend(1 + position.depth);
    if (position.depth > 1000) throw new FunctionError("exceeded max depth");
    switch (value.kind) {
      case "map":
        if (this.version === 2 && isNil(value)) this.plain("null", undefined, position);
        else if (value.entries.size === 0) this.plain("{}", containerOrigin(value), position);
        else this.map([...value.entries.values()], position);
        return;
      case "list":
        if (this.version === 2 && isNil(value)) this.plain("null", undefined, position);
        else if (this.version === 2 && value.goType === "[]uint8") this.string(new Text(base64(value.items)), position);
        else if (value.items.length === 0) this.plain("[]", containerOrigin(value), position);
        else this.sequence(value.items, position);
        return;
      case "object":
        if (value.underlying !== undefined) this.node(value.underlying, position);
        else this.object(value, position);
        return;
      case "string":
        this.string(this.version === 2 ? throughJson(value, false) : value, position);
        return;
      case "nil":
        this.plain("null", value.origin, position);
        return;
      case "float":
        this.plain(this.float(value.value, value.goType === "float32"), value.origin, position);
        return;
      case "bool":
      case "int":
        this.plain(String(value.value), value.origin, position);
        return;
      default:
        throw new FunctionError(`cannot marshal type: ${value.goType}`);
    }
  }

  private float(value: number, isSingle: boolean): string {
    return this.version === 2 ? yamlOfJson(jsonNumber(value, isSingle)) : yamlFloat(value, isSingle);
  }

  private object(value: GoObject, position: Position): void {
    const json = jsonFields(value);
    if (json === undefined) this.plain("{}", undefined, position);
    else if (!Array.isArray(json)) {
      if (this.version === 3 && value.goType === "time.Time") this.plain(json.value, undefined, position);
      else this.string(json, position);
    } else {
      const entries = json.map(({ name, value: field }) => ({
        key: new Text(this.version === 3 ? name.toLowerCase() : name),
        value: field,
      }));
      this.map(entries, position);
    }
  }

  private map(entries: { readonly key: Text; readonly value: Value }[], position: Position): void {
    if (entries.length === 0) {
      this.plain("{}", undefined, position);
      return;
    }
    const ready =
      this.version === 2 ? entries.map(({ key, value }) => ({ key: throughJson(key, true), value })) : entries;
    ready.sort((a, b) => compareKeys(a.key.value, b.key.value, this.version));
    const indent = position.indent + 2;
    ready.forEach((entry, i) => {
      this.begin(indent, i === 0, position);
      this.entry(entry.key, entry.value, indent, position.depth + 1);
    });
  }

  private entry(key: Text, value: Value, indent: number, depth: number): void {
    if (/[\r\n\u0085\u2028\u2029]/.test(key.value) || byteLength(key.value) > LONGEST_SIMPLE_KEY) {
      this.add("?");
      this.string(key, { role: "long", indent, column: indent + 2, depth });
      this.newLine(indent);
      this.add(":");
      this.node(value, { role: "long", indent, column: indent + 2, depth });
      return;
    }
    const before = new TextWriter();
    this.scalar(key, before, indent, indent, true);
    const written = before.text();
    this.writer.addText(written);
    this.add(":");
    this.node(value, { role: "value", indent, column: indent + [...written.value].length + 2, depth });
  }

  private sequence(items: readonly Value[], position: Position): void {
    if (items.length === 0) {
      this.plain("[]", undefined, position);
      return;
    }
    // Version 2 does not indent the items of a mapping's value.
    const indent = position.role === "value" && this.version === 2 ? position.indent : position.indent + 2;
    items.forEach((item, i) => {
      this.begin(indent, i === 0, position);
      this.add("-");
      this.node(item, { role: "item", indent, column: indent + 2, depth: position.depth + 1 });
    });
  }

  /** A new line for an entry, except for the first behind `-`. */
  private begin(indent: number, isFirst: boolean, { role }: Position): void {
    if (isFirst && (role === "item" || role === "long")) this.add(" ");
    else if (!(isFirst && role === "root")) this.newLine(indent);
  }

  private newLine(indent: number): void {
    if (!this.isAtLineStart) this.writer.add("\n");
    this.writer.add(" ".repeat(indent));
    this.isAtLineStart = false;
  }

  private add(text: string, origin?: Origin): void {
    this.writer.add(text, origin);
    this.isAtLineStart = false;
  }

  private plain(text: string, origin: Origin | undefined, position: Position): void {
    if (position.role !== "root") this.add(" ");
    this.add(text, origin);
  }

  private string(text: Text, position: Position): void {
    if (position.role !== "root") this.add(" ");
    this.scalar(text, this.writer, position.column, position.role === "root" ? 2 : position.indent + 2, false);
    this.isAtLineStart = this.writer.endsWithBreak;
  }

  private scalar(text: Text, writer: TextWriter, column: number, indent: number, isKey: boolean): void {
    this.call.spend(text.value.length);
    writeString(text, { writer, column, indent, isKey, version: this.version });
  }
}
