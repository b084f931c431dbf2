import { choose } from "./guard.ts";
import { sequence } from "./text.ts";
import type { Text } from "./value.ts";
import { constant, type Entry, type Guards, type Item, type Origin, type Spread, type Value } from "./value.ts";

/** A place in the structure where a value is still to come, or has come in one or more shapes. */
export interface Slot {
  readonly indent: number;
  /** The value belongs to a key, so that a sequence may stand at the key's own indentation. */
  readonly ofKey: boolean;
  readonly children: Frame[];
  inline?: Value;
  /** Lines of a block scalar, or of a scalar that goes on below. */
  scalar?: Text[];
}

/** A mapping or sequence under construction; `parent` is where the structure goes on behind it. */
export interface Frame {
  readonly kind: "map" | "list";
  readonly indent: number;
  readonly parent: Frame | undefined;
  readonly entries: { key: Value; slot: Slot; guards: Guards; origin: Origin }[];
  readonly items: { slot: Slot; guards: Guards; origin: Origin }[];
  readonly spreads: { value: Value; guards: Guards; origin: Origin }[];
}

/** An empty slot, or one that is filled already. */
export function newSlot(indent: number, ofKey: boolean, inline?: Value): Slot {
  return inline === undefined ? { indent, ofKey, children: [] } : { indent, ofKey, children: [], inline };
}

/** The frame of this kind and place in a slot, made where it is not there yet. */
export function childFrame(slot: Slot, kind: Frame["kind"], indent: number, parent: Frame | undefined): Frame {
  let frame = slot.children.find((one) => one.kind === kind && one.indent === indent && one.parent === parent);
  if (frame === undefined) {
    frame = { kind, indent, parent, entries: [], items: [], spreads: [] };
    slot.children.push(frame);
  }
  return frame;
}

/** What a finished slot holds. */
export function slotValue(slot: Slot): Value {
  const children = slot.children.map(frameValue);
  if (children.length > 0)
    return choose(
      "shape",
      children.map((value) => ({ guards: [], value })),
    );
  if (slot.scalar !== undefined) {
    const parts: Text[] = slot.inline?.kind === "text" ? [slot.inline.text] : [];
    const text = sequence([...parts, ...slot.scalar]);
    if (text.kind === "hole") return text.value;
    return { kind: "text", text };
  }
  return slot.inline ?? constant(null);
}

function frameValue(frame: Frame): Value {
  const spreads: Spread[] = frame.spreads.map((one) => ({ kind: "spread", ...one }));
  const only = spreads[0];
  if (
    frame.entries.length === 0 &&
    frame.items.length === 0 &&
    spreads.length === 1 &&
    only !== undefined &&
    only.guards.length === 0
  )
    return only.value;
  if (frame.kind === "list") {
    const items: Item[] = frame.items.map((one) => ({
      kind: "item",
      value: slotValue(one.slot),
      guards: one.guards,
      origin: one.origin,
    }));
    return { kind: "list", parts: [...items, ...spreads] };
  }
  const entries: Entry[] = frame.entries.map((one) => ({
    kind: "entry",
    key: one.key,
    value: slotValue(one.slot),
    guards: one.guards,
    origin: one.origin,
  }));
  return { kind: "map", parts: [...entries, ...spreads] };
}
