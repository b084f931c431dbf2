import { contradict, implied } from "../symbolic/guard.ts";
import {
  type Choice,
  type Entry,
  type Guards,
  type Origin,
  type Spread,
  stringOf,
  type Value,
} from "../symbolic/value.ts";

/** A field that a probe certainly has in one branch. */
export interface ShapeField {
  readonly value: Value;
  /** A value is laid over the field, so that a user can replace it. */
  readonly open: boolean;
  readonly origin?: Origin;
}

/** Content of a value among a mapping's fields. */
export interface ShapeSpread {
  readonly value: Value;
  /** Whether a key of the value gets through. */
  readonly lets: (key: string) => boolean;
}

/** A mapping in one branch of the templates: which fields it has, and which values add more. */
export interface Shape {
  readonly guards: Guards;
  readonly fields: ReadonlyMap<string, ShapeField>;
  /** Fields whose key is not known. */
  readonly computed: readonly { readonly key: Value; readonly value: Value }[];
  readonly spreads: readonly ShapeSpread[];
  /** Something in it could not be followed. */
  readonly unclear: boolean;
}

/** Conditions told apart in one mapping, and branches of it, at most. */
const mostConditions = 9;
const mostShapes = 600;

const none: Shape = { guards: [], fields: new Map(), computed: [], spreads: [], unclear: false };
const unclear: Shape = { ...none, unclear: true };

/** The branches of a mapping under the guards that are known to hold. */
export function shapesOf(value: Value, known: Guards): readonly Shape[] {
  switch (value.kind) {
    case "constant":
      return [value.value === null || value.value === "" || value.value === "{}" ? none : unclear];
    case "values":
      return [{ ...none, spreads: [{ value, lets: () => true }] }];
    case "choice":
      return choiceShapes(value, known);
    case "picked":
    case "omitted": {
      const keeps = (key: string) => value.keys.includes(key) === (value.kind === "picked");
      return shapesOf(value.base, known).map((shape) => restricted(shape, keeps));
    }
    case "merged":
      return product(
        value.layers.map((one) => (under: Guards) => shapesOf(one, under)),
        known,
        laidOver,
      );
    case "map":
      return mapShapes(value, known);
    case "text":
      return value.text.kind === "hole" ? shapesOf(value.text.value, known) : [unclear];
    default:
      return [unclear];
  }
}

function choiceShapes(choice: Choice, known: Guards): readonly Shape[] {
  const shapes: Shape[] = [];
  for (const { guards, value } of choice.options) {
    if (contradict(guards, known)) continue;
    for (const shape of shapesOf(value, [...known, ...guards]))
      shapes.push({ ...shape, guards: [...guards, ...shape.guards] });
    if (shapes.length > mostShapes) return [unclear];
  }
  return shapes;
}

function restricted(shape: Shape, keeps: (key: string) => boolean): Shape {
  return {
    ...shape,
    fields: new Map([...shape.fields].filter(([key]) => keeps(key))),
    spreads: shape.spreads.map((one) => ({ value: one.value, lets: (key) => keeps(key) && one.lets(key) })),
  };
}

/** Every consistent combination of the branches of several mappings. */
function product(
  makers: readonly ((known: Guards) => readonly Shape[])[],
  known: Guards,
  join: (one: Shape, other: Shape) => Shape,
): readonly Shape[] {
  let shapes: readonly Shape[] = [none];
  for (const make of makers) {
    shapes = shapes.flatMap((before) =>
      make([...known, ...before.guards])
        .filter((after) => !contradict(before.guards, after.guards))
        .map((after) => ({
          ...join(before, after),
          guards: [...before.guards, ...after.guards.filter((one) => !implied(one, before.guards))],
        })),
    );
    if (shapes.length > mostShapes) return [unclear];
  }
  return shapes;
}

/** Mappings merged: the upper one's fields win, and its values may replace the lower one's fields. */
function laidOver(upper: Shape, lower: Shape): Shape {
  const fields = new Map(lower.fields);
  for (const [key, one] of lower.fields) {
    if (upper.spreads.some((spread) => spread.lets(key))) fields.set(key, { ...one, open: true });
  }
  for (const [key, one] of upper.fields) fields.set(key, one);
  return { ...beside(upper, lower), fields };
}

/** Text written one below the other: the same mapping. */
function beside(one: Shape, other: Shape): Shape {
  return {
    guards: one.guards,
    fields: new Map([...one.fields, ...other.fields]),
    computed: [...one.computed, ...other.computed],
    spreads: [...one.spreads, ...other.spreads],
    unclear: one.unclear || other.unclear,
  };
}

function mapShapes(map: Value & { kind: "map" }, known: Guards): readonly Shape[] {
  const parts = map.parts.filter((one) => !contradict(one.guards, known));
  const conditions = new Map<string, Guards[number]>();
  for (const part of parts)
    for (const guard of part.guards) if (!implied(guard, known)) conditions.set(guard.id, guard);
  if (conditions.size > mostConditions) return [unclear];
  let assignments: Guards[] = [[]];
  for (const guard of conditions.values()) {
    assignments = assignments.flatMap((one) => [true, false].map((holds) => [...one, { ...guard, holds }]));
  }
  const shapes: Shape[] = [];
  const seen = new Set<string>();
  for (const assignment of assignments) {
    const present = parts.filter((part) =>
      part.guards.every((guard) => implied(guard, known) || implied(guard, assignment)),
    );
    const key = present.map((part) => parts.indexOf(part)).join();
    if (seen.has(key)) continue;
    seen.add(key);
    const joined = product(present.map(partShapes), [...known, ...assignment], beside);
    for (const shape of joined) shapes.push({ ...shape, guards: [...assignment, ...shape.guards] });
    if (shapes.length > mostShapes) return [unclear];
  }
  return shapes;
}

function partShapes(part: Entry | Spread): (known: Guards) => readonly Shape[] {
  return (known) => {
    if (part.kind === "spread") return shapesOf(part.value, known);
    const name = stringOf(part.key);
    if (name === undefined) return [{ ...none, computed: [{ key: part.key, value: part.value }] }];
    const field: ShapeField = { value: part.value, open: false };
    return [
      { ...none, fields: new Map([[name, part.origin === undefined ? field : { ...field, origin: part.origin }]]) },
    ];
  };
}
