import { field } from "./access.ts";
import type { Application, TemplateFunction } from "./application.ts";
import { choose } from "./guard.ts";
import { call, constant, type Entry, type Item, nothing, opaque, type Spread, stringOf, type Value } from "./value.ts";

/** Functions over mappings and lists. */
export function collectionFunctions(): [string, TemplateFunction][] {
  return [
    ["dict", dict],
    ["list", ({ operands }) => listOf(operands)],
    ["tuple", ({ operands }) => listOf(operands)],
    ["get", ({ interpreter, operands: [map, key] }) => step(interpreter.chart, map, key)],
    [
      "index",
      ({ interpreter, operands: [from, ...keys] }) =>
        keys.reduce<Value>((value, key) => step(interpreter.chart, value, key), from ?? nothing),
    ],
    ["dig", dig],
    ["pick", (one) => restrict(one, "picked")],
    ["omit", (one) => restrict(one, "omitted")],
    ["merge", ({ operands }) => merged(operands)],
    ["mustMerge", ({ operands }) => merged(operands)],
    ["mergeOverwrite", ({ operands }) => merged([...operands].reverse())],
    ["mustMergeOverwrite", ({ operands }) => merged([...operands].reverse())],
    ["deepCopy", ({ operands: [one] }) => one ?? nothing],
    ["mustDeepCopy", ({ operands: [one] }) => one ?? nothing],
    ["set", set],
    ["unset", unset],
    ["first", ({ interpreter, operands: [list] }) => step(interpreter.chart, list, constant(0))],
    ["last", ({ operands: [list] }) => (list?.kind === "list" ? lastOf(list) : call("item", list ?? nothing))],
    [
      "rest",
      ({ operands: [list] }) =>
        list?.kind === "list" && plainItems(list)
          ? { kind: "list", parts: list.parts.slice(1) }
          : call("rest", list ?? nothing),
    ],
    [
      "initial",
      ({ operands: [list] }) =>
        list?.kind === "list" && plainItems(list)
          ? { kind: "list", parts: list.parts.slice(0, -1) }
          : call("initial", list ?? nothing),
    ],
    ["append", ({ operands: [list, item] }) => joined([part(list), itemOf(item)])],
    ["prepend", ({ operands: [list, item] }) => joined([itemOf(item), part(list)])],
    ["concat", ({ operands }) => joined(operands.map(part))],
    ["until", ({ operands: [count] }) => upTo(0, count)],
    [
      "untilStep",
      ({ operands: [from, to, by] }) =>
        stringOf(from) === "0" && stringOf(by) === "1" ? upTo(0, to) : call("until", from ?? nothing, to ?? nothing),
    ],
    ["uniq", passList],
    ["compact", passList],
    ["keys", ({ operands }) => keysOf(operands)],
    [
      "values",
      ({ operands: [map] }) =>
        map?.kind === "map" && map.parts.every((one) => one.kind === "entry")
          ? listOf(map.parts.map((one) => one.value))
          : call("values", map ?? nothing),
    ],
  ];
}

function step(chart: Parameters<typeof field>[0], from: Value | undefined, key: Value | undefined): Value {
  if (from === undefined) return nothing;
  if (key?.kind === "constant" && typeof key.value === "number") return field(chart, from, key.value);
  const name = stringOf(key);
  if (name !== undefined) return field(chart, from, name);
  if (key?.kind === "choice" && key.options.length <= 16) {
    return choose(
      key.name,
      key.options.map((one) => ({ guards: one.guards, value: step(chart, from, one.value) })),
    );
  }
  return call("index", from, key ?? nothing);
}

function dict({ operands }: Application): Value {
  const parts: (Entry | Spread)[] = [];
  for (let at = 0; at + 1 < operands.length; at += 2) {
    const key = operands[at];
    const value = operands[at + 1];
    if (key !== undefined && value !== undefined) parts.push({ kind: "entry", key, value, guards: [] });
  }
  return { kind: "map", parts };
}

function listOf(values: readonly Value[]): Value {
  return { kind: "list", parts: values.map((value) => ({ kind: "item", value, guards: [] })) };
}

/** `dig "a" "b" fallback map`. */
function dig({ interpreter, operands }: Application): Value {
  const map = operands.at(-1);
  const fallback = operands.at(-2);
  if (map === undefined || fallback === undefined) return nothing;
  const found = operands.slice(0, -2).reduce((value, key) => step(interpreter.chart, value, key), map);
  if (found.kind === "constant") return found.value === null ? fallback : found;
  const present = call("dug", found);
  return choose("dig", [
    { guards: [{ id: `dug ${interpreter.nameOf(found)}`, holds: true, condition: present }], value: found },
    { guards: [{ id: `dug ${interpreter.nameOf(found)}`, holds: false, condition: present }], value: fallback },
  ]);
}

function restrict({ operands }: Application, kind: "picked" | "omitted"): Value {
  const [base, ...rest] = operands;
  if (base === undefined) return nothing;
  const keys: string[] = [];
  for (const one of rest) {
    const key = stringOf(one);
    if (key === undefined) return opaque(`${kind === "picked" ? "pick" : "omit"} with a computed key`);
    keys.push(key);
  }
  if (base.kind === "constant") return { kind: "map", parts: [] };
  if (base.kind === "choice") {
    return choose(
      base.name,
      base.options.map((one) => ({ guards: one.guards, value: restrictOne(one.value, kind, keys) })),
    );
  }
  return restrictOne(base, kind, keys);
}

function restrictOne(base: Value, kind: "picked" | "omitted", keys: readonly string[]): Value {
  if (base.kind === "constant") return { kind: "map", parts: [] };
  if (base.kind === "map" && base.parts.every((one) => one.kind === "entry" && stringOf(one.key) !== undefined)) {
    const keeps = (one: Entry | Spread) =>
      one.kind === "entry" && keys.includes(stringOf(one.key) ?? "") === (kind === "picked");
    return { kind: "map", parts: base.parts.filter(keeps) };
  }
  return { kind, base, keys };
}

function merged(layers: readonly Value[]): Value {
  const real = layers.filter(
    (one) =>
      !(one.kind === "constant" && one.value === null) &&
      !((one.kind === "map" || one.kind === "list") && one.parts.length === 0),
  );
  const [first] = real;
  if (first === undefined) return { kind: "map", parts: [] };
  return real.length === 1 ? first : { kind: "merged", layers: real };
}

/** `set` changes the mapping it is given; a change of a value is seen by whoever reads that value afterwards. */
function set({ interpreter, frame, operands }: Application): Value {
  const [map, key, value] = operands;
  if (map === undefined || key === undefined || value === undefined) return nothing;
  const entry: Entry = { kind: "entry", key, value, guards: frame.guards };
  if (map.kind === "map") map.parts.push(entry);
  else if (map.kind === "context") map.added.push(entry);
  else if (map.kind === "merged") map.layers.unshift({ kind: "map", parts: [entry] });
  else interpreter.change(map);
  return map;
}

function unset({ operands }: Application): Value {
  const [map, key] = operands;
  const name = stringOf(key);
  return map === undefined ? nothing : name === undefined ? map : restrictOne(map, "omitted", [name]);
}

function plainItems(list: Value & { kind: "list" }): boolean {
  return list.parts.every((one) => one.kind === "item" && one.guards.length === 0);
}

function lastOf(list: Value & { kind: "list" }): Value {
  return plainItems(list) ? (list.parts.at(-1)?.value ?? nothing) : call("item", list);
}

function itemOf(value: Value | undefined): Item {
  return { kind: "item", value: value ?? nothing, guards: [] };
}

function part(list: Value | undefined): Item | Spread | readonly (Item | Spread)[] {
  if (list === undefined || list.kind === "constant") return [];
  return list.kind === "list" ? list.parts : { kind: "spread", value: list, guards: [] };
}

function joined(parts: readonly (Item | Spread | readonly (Item | Spread)[])[]): Value {
  return { kind: "list", parts: parts.flat() };
}

function upTo(from: number, count: Value | undefined): Value {
  const text = stringOf(count);
  const known = text === undefined ? Number.NaN : Number(text);
  if (Number.isInteger(known) && known <= 24)
    return listOf(Array.from({ length: Math.max(0, known) }, (_, index) => constant(from + index)));
  return call("until", count ?? nothing);
}

function passList({ name, operands: [list] }: Application): Value {
  return list?.kind === "list" ? list : call(name, list ?? nothing);
}

function keysOf(maps: readonly Value[]): Value {
  const keys: Value[] = [];
  for (const map of maps) {
    if (map.kind !== "map") return call("keys", ...maps);
    for (const one of map.parts) {
      if (one.kind !== "entry") return call("keys", ...maps);
      keys.push(one.key);
    }
  }
  return listOf(keys);
}
