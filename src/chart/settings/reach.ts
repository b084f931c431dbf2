import type { Chart } from "../chart.ts";
import { field, mayEqual } from "../symbolic/access.ts";
import { contentOf } from "../symbolic/content.ts";
import { implied } from "../symbolic/guard.ts";
import { nameFit } from "../symbolic/match.ts";
import {
  type Entry,
  type Guards,
  type Item,
  type Origin,
  type Spread,
  stringOf,
  type Value,
} from "../symbolic/value.ts";

/** A key of a mapping, or the item of a list whose `metadata.name` this is. */
export type Step = string | { readonly named: string };

/**
 * What values can do about a field, over all branches of the templates: `fixed`, it is printed and no value decides what;
 * `never`, no branch prints it and no value can bring it; `open`, a value may reach it, or that is not known.
 */
export interface Reach {
  readonly kind: "fixed" | "never" | "open";
  /** Where a fixed field's key is written. */
  readonly origin?: Origin;
}

const open: Reach = { kind: "open" };
const never: Reach = { kind: "never" };

/** Values nested deeper than this are not followed. */
const deepest = 40;

/** What values can do about the field at `steps` of a document. */
export function reachOf(chart: Chart, document: Value, steps: readonly Step[]): Reach {
  // What decides whether there is a document at all decides nothing about a field of it.
  const kinds = document.kind === "map" ? document.parts.filter(isNamed("kind")) : [];
  return follow(chart, document, steps, kinds.length === 1 ? (kinds[0]?.guards ?? []) : [], undefined, 0);
}

function follow(
  chart: Chart,
  value: Value,
  steps: readonly Step[],
  around: Guards,
  origin: Origin | undefined,
  depth: number,
): Reach {
  const [step, ...rest] = steps;
  if (depth > deepest) return open;
  if (step === undefined) return ending(value, origin);
  const into = (one: Value, under: Guards, at = origin, further = steps): Reach =>
    guarded(around, under, follow(chart, one, further, [...around, ...under], at, depth + 1));
  switch (value.kind) {
    case "map":
    case "list": {
      const fitting = value.parts.map((part) =>
        part.kind === "spread" ? true : typeof step === "string" ? isKey(part, step) : isItem(chart, part, step.named),
      );
      // Whether there are claims at all is no choice of what they ask for, unless it is one of several.
      const isOnly = isOfList(step, rest) && fitting.filter((fits) => fits !== false).length === 1;
      return together(
        value.parts.map((part, index) => {
          if (part.kind === "spread") return into(part.value, part.guards);
          if (fitting[index] !== true) return fitting[index] === false ? never : open;
          const below = [...around, ...part.guards];
          return isOnly
            ? follow(chart, part.value, rest, below, part.origin, depth + 1)
            : into(part.value, part.guards, part.origin, rest);
        }),
      );
    }
    case "choice":
      return together(value.options.map((option) => into(option.value, option.guards)));
    case "merged":
      return together(value.layers.map((layer) => into(layer, [])));
    case "picked":
    case "omitted":
      if (typeof step !== "string") return open;
      return value.keys.includes(step) === (value.kind === "picked") ? into(value.base, []) : never;
    case "constant":
      return value.value === null || value.value === "" || value.value === "{}" || value.value === "[]" ? never : open;
    case "text":
      return value.text.kind === "hole" ? into(value.text.value, []) : open;
    default:
      return open;
  }
}

function ending(value: Value, origin: Origin | undefined): Reach {
  const { paths, opaque } = contentOf(value, true);
  if (opaque || paths.length > 0 || value.kind === "context") return open;
  return { kind: "fixed", ...(origin === undefined ? {} : { origin }) };
}

/** A value that switches a field is a value that reaches it. */
function guarded(around: Guards, guards: Guards, reach: Reach): Reach {
  if (reach.kind !== "fixed") return reach;
  const isDecided = guards.every((guard) => {
    if (implied(guard, around)) return true;
    const { paths, opaque } = contentOf(guard.condition, true);
    return !opaque && paths.length === 0;
  });
  return isDecided ? reach : open;
}

function together(found: readonly Reach[]): Reach {
  return found.find(({ kind }) => kind === "open") ?? found.find(({ kind }) => kind === "fixed") ?? never;
}

/** Undefined for a key that may be any. */
function isKey(part: Entry | Item, key: string): boolean | undefined {
  if (part.kind === "item") return false;
  const known = stringOf(part.key);
  return known === undefined ? (mayEqual(part.key, key) ? undefined : false) : known === key;
}

/** Undefined for an item whose name is not known. */
function isItem(chart: Chart, part: Entry | Item, name: string): boolean | undefined {
  if (part.kind === "entry") return false;
  const fit = nameFit(chart, field(chart, field(chart, part.value, "metadata"), "name"), name);
  return fit === undefined ? false : fit > 0 ? true : undefined;
}

/** Whether a step leads to a list of named items, or to one of them. */
function isOfList(step: Step, [next]: readonly Step[]): boolean {
  return typeof step === "object" || typeof next === "object";
}

function isNamed(key: string): (part: Entry | Item | Spread) => boolean {
  return (part) => part.kind === "entry" && stringOf(part.key) === key;
}
