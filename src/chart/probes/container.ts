import type { Chart } from "../chart.ts";
import { defaultOf, field, mayEqual } from "../symbolic/access.ts";
import { ByName } from "../symbolic/by-name.ts";
import { nameFit } from "../symbolic/match.ts";
import { anyKey, type Guards, type Origin, stringOf, type Value } from "../symbolic/value.ts";
import { entriesOf, valueAt } from "../values.ts";

/** A container that the templates may print. */
export interface ContainerCandidate {
  readonly value: Value;
  readonly guards: Guards;
  readonly origin?: Origin;
  /** How well its name fits the rendered one. */
  readonly fit: number;
}

/** The containers of a list that can be the rendered one of this name: those that fit best. */
export function containersNamed(chart: Chart, list: Value, name: string): readonly ContainerCandidate[] {
  const found: ContainerCandidate[] = [];
  collect(chart, list, name, [], undefined, found, 0);
  const highest = Math.max(...found.map((one) => one.fit));
  return found.filter((one) => one.fit === highest);
}

const deepest = 12;

function collect(
  chart: Chart,
  list: Value,
  name: string,
  guards: Guards,
  origin: Origin | undefined,
  found: ContainerCandidate[],
  depth: number,
): void {
  if (depth > deepest) return;
  const add = (value: Value, fits: number | undefined, under: Guards, at: Origin | undefined) => {
    if (fits !== undefined)
      found.push(
        at === undefined ? { value, guards: under, fit: fits } : { value, guards: under, origin: at, fit: fits },
      );
  };
  switch (list.kind) {
    case "list":
    case "map":
      for (const part of partsNamed(chart, list, name)) {
        const under = [...guards, ...part.guards];
        if (part.kind === "spread") collect(chart, part.value, name, under, part.origin ?? origin, found, depth + 1);
        else if (part.kind === "item")
          add(part.value, nameFit(chart, field(chart, part.value, "name"), name), under, part.origin ?? origin);
      }
      break;
    case "choice":
      for (const one of list.options)
        collect(chart, one.value, name, [...guards, ...one.guards], origin, found, depth + 1);
      break;
    case "merged":
      for (const one of list.layers) collect(chart, one, name, guards, origin, found, depth + 1);
      break;
    case "values": {
      const listed = entriesOf(defaultOf(chart, list)).find(([, one]) => valueAt(one, "name") === name);
      if (listed !== undefined)
        add(field(chart, list, listed[0]), nameFit(chart, { kind: "constant", value: name }, name), guards, origin);
      add(field(chart, list, anyKey), 0, guards, origin);
      break;
    }
    case "constant":
      break;
    default:
      add(list, 0, guards, origin);
  }
}

type Parts = readonly (Value & { kind: "list" | "map" })["parts"][number][];

const byName = new WeakMap<Parts, ByName<Parts[number]>>();

function partsNamed(chart: Chart, { parts }: Value & { kind: "list" | "map" }, name: string): Parts {
  const nameOf = (part: Parts[number]) => (part.kind === "item" ? field(chart, part.value, "name") : undefined);
  const known = byName.get(parts) ?? new ByName(parts, nameOf);
  byName.set(parts, known);
  return known.called(name);
}

/** A place where the templates write a field of a mapping, or may write it out of a value. */
export interface Occurrence {
  readonly value: Value;
  readonly guards: Guards;
  readonly origin?: Origin;
  /** The key is written by the chart; otherwise it comes with the content of a value. */
  readonly written: boolean;
}

/** Every place where a mapping gets its field `key`. */
export function occurrencesOf(
  chart: Chart,
  value: Value,
  key: string,
  guards: Guards,
  origin?: Origin,
  depth = 0,
): readonly Occurrence[] {
  if (depth > deepest) return [];
  switch (value.kind) {
    case "map":
      return value.parts.flatMap((part): readonly Occurrence[] => {
        const under = [...guards, ...part.guards];
        const at = part.origin ?? origin;
        if (part.kind === "spread") return occurrencesOf(chart, part.value, key, under, at, depth + 1);
        if (!mayEqual(part.key, key)) return [];
        // A key of unknown text may be any key at all; only one that shows some of the name is taken for it.
        if (stringOf(part.key) === undefined && part.key.kind !== "text" && part.key.kind !== "choice") return [];
        return [
          at === undefined
            ? { value: part.value, guards: under, written: true }
            : { value: part.value, guards: under, origin: at, written: true },
        ];
      });
    case "choice":
      return value.options.flatMap((one) =>
        occurrencesOf(chart, one.value, key, [...guards, ...one.guards], origin, depth + 1),
      );
    case "merged": {
      const layers = value.layers
        .map((one) => occurrencesOf(chart, one, key, guards, origin, depth + 1))
        .filter((one) => one.length > 0);
      const written = layers.filter((one) => one.some((occurrence) => occurrence.written));
      if (written.length <= 1) return written[0] ?? layers.flat();
      const place = written[0]?.[0];
      return place === undefined ? [] : [{ ...place, value: field(chart, value, key), guards }];
    }
    case "picked":
    case "omitted":
      return value.keys.includes(key) === (value.kind === "picked")
        ? occurrencesOf(chart, value.base, key, guards, origin, depth + 1)
        : [];
    case "values": {
      const found = field(chart, value, key);
      return [
        origin === undefined
          ? { value: found, guards, written: false }
          : { value: found, guards, origin, written: false },
      ];
    }
    default:
      return [];
  }
}
