import type { Chart } from "../chart.ts";
import { valueAtPath } from "../values.ts";
import { choose } from "./guard.ts";
import { call, constant, type Guards, knownText, nothing, stringOf, type Text, type Value } from "./value.ts";

/** Choices among more options than this are not followed. */
const mostOptions = 64;

/** The field, key or index `key` of a value, as `.key`, `index` and `get` find it. */
export function field(chart: Chart, value: Value, key: string | number): Value {
  switch (value.kind) {
    case "context":
      return value.added.length === 0
        ? contextField(chart, value.scope, String(key))
        : addedField(chart, value, String(key));
    case "values": {
      const scope = chart.scopes.find(
        (one) => one.prefix.length === value.path.length && one.prefix.every((step, at) => step === value.path[at]),
      );
      const path = scope !== undefined && key === "global" ? ["global"] : [...value.path, key];
      const reads = value.reads?.filter(
        (one) => one.path.length >= path.length && path.every((step, at) => step === one.path[at]),
      );
      return reads === undefined || reads.length === 0 ? { kind: "values", path } : { kind: "values", path, reads };
    }
    case "map":
      return mapField(chart, value, String(key));
    case "list":
      return listItem(value, Number(key));
    case "merged": {
      const layers: Value[] = [];
      for (const layer of value.layers) {
        const found = field(chart, layer, key);
        if (found.kind === "constant" && found.value === null) continue;
        layers.push(found);
        if (found.kind === "constant" || found.kind === "text" || found.kind === "list" || found.kind === "context")
          break;
      }
      const first = layers[0];
      if (first === undefined) return nothing;
      return layers.length === 1 ? first : { kind: "merged", layers };
    }
    case "picked":
      return value.keys.includes(String(key)) ? field(chart, value.base, key) : nothing;
    case "omitted":
      return value.keys.includes(String(key)) ? nothing : field(chart, value.base, key);
    case "choice": {
      if (value.options.length > mostOptions) return call("field", value, constant(key));
      return choose(
        value.name,
        value.options.map((one) => ({ guards: one.guards, value: field(chart, one.value, key) })),
      );
    }
    case "given":
      return { kind: "given", name: `${value.name}.${key}` };
    case "call":
      return call("field", value, constant(key));
    case "text":
    case "constant":
      return nothing;
    case "opaque":
      return value;
  }
}

function addedField(chart: Chart, context: Value & { kind: "context" }, key: string): Value {
  const found = mapField(chart, { kind: "map", parts: context.added }, key);
  return found.kind === "constant" && found.value === null ? contextField(chart, context.scope, key) : found;
}

function contextField(chart: Chart, index: number, key: string): Value {
  const scope = chart.scopes[index];
  if (scope === undefined) return nothing;
  switch (key) {
    case "Values":
      return { kind: "values", path: scope.prefix };
    case "Chart": {
      const parts = Object.entries(scope.metadata).map(([name, content]) => ({
        kind: "entry" as const,
        key: constant(name.charAt(0).toUpperCase() + name.slice(1)),
        value: plain(content),
        guards: [],
      }));
      return { kind: "map", parts };
    }
    case "Template":
      return {
        kind: "map",
        parts: [
          { kind: "entry", key: constant("BasePath"), value: constant(`${scope.source}/templates`), guards: [] },
          { kind: "entry", key: constant("Name"), value: { kind: "given", name: "Template.Name" }, guards: [] },
        ],
      };
    case "Subcharts":
      return {
        kind: "map",
        parts: scope.children.map((child) => ({
          kind: "entry" as const,
          key: constant(chart.scopes[child]?.name ?? ""),
          value: { kind: "context" as const, scope: child, added: [] },
          guards: [],
        })),
      };
    default:
      return { kind: "given", name: key === "Files" ? `Files:${index}` : key };
  }
}

function plain(content: unknown): Value {
  if (content === null || typeof content === "string" || typeof content === "number" || typeof content === "boolean") {
    return constant(content);
  }
  return { kind: "given", name: "Chart" };
}

function mapField(chart: Chart, map: Value & { kind: "map" }, key: string): Value {
  const options: { guards: Guards; value: Value }[] = [];
  for (let at = map.parts.length - 1; at >= 0; at--) {
    const part = map.parts[at];
    if (part === undefined) break;
    if (part.kind === "spread") {
      const value = field(chart, part.value, key);
      if (!(value.kind === "constant" && value.value === null)) options.push({ guards: part.guards, value });
      continue;
    }
    if (!mayEqual(part.key, key)) continue;
    options.push({ guards: part.guards, value: part.value });
    if (part.guards.length === 0 && stringOf(part.key) === key) break;
  }
  const first = options[0];
  if (first === undefined) return nothing;
  if (options.length === 1) return first.value;
  if (options.every((one) => one.guards.length === 0))
    return { kind: "merged", layers: options.map((one) => one.value) };
  return choose("field", options);
}

/** Whether a key that may depend on something can be `name`. */
export function mayEqual(key: Value, name: string): boolean {
  const known = stringOf(key);
  if (known !== undefined) return known === name;
  if (key.kind === "constant") return name === "";
  if (key.kind === "text") {
    const text = knownText(key.text);
    return text === undefined ? mayRead(key.text, name) : text === name;
  }
  return key.kind === "choice"
    ? key.options.some((one) => mayEqual(one.value, name))
    : key.kind !== "list" && key.kind !== "map";
}

/** Whether a text with unknown pieces can read as `name`: its known pieces have to be in it, in order. */
function mayRead(text: Text, name: string): boolean {
  if (text.kind !== "sequence") return true;
  let at = 0;
  for (const part of text.parts) {
    if (part.kind !== "literal") continue;
    const found = name.indexOf(part.text, at);
    if (found < 0) return false;
    at = found + part.text.length;
  }
  const last = text.parts.at(-1);
  return last?.kind !== "literal" || name.endsWith(last.text);
}

function listItem(list: Value & { kind: "list" }, index: number): Value {
  if (list.parts.some((one) => one.kind === "spread" || one.guards.length > 0)) {
    const options = list.parts.map((one) => ({
      guards: one.guards,
      value: one.kind === "item" ? one.value : call("item", one.value),
    }));
    return options.length <= mostOptions ? choose("index", options) : call("index", list);
  }
  return list.parts[index]?.value ?? nothing;
}

/** What the chart's own values.yaml files give at a value's path; undefined for none, and for what is not a value. */
export function defaultOf(chart: Chart, value: Value): unknown {
  return value.kind === "values" ? valueAtPath(chart.values, value.path) : undefined;
}
