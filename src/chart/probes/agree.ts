import type { Chart } from "../chart.ts";
import { best, nameFit } from "../symbolic/match.ts";
import type { Value } from "../symbolic/value.ts";
import { entriesOf, valueAt } from "../values.ts";
import type { Shape } from "./shape.ts";

/**
 * How well a branch fits the mapping that was rendered: undefined where it cannot have made it, more the more of its
 * literal text is there.
 */
export function agreement(chart: Chart, shape: Shape, rendered: unknown): number | undefined {
  let figure = 0;
  for (const [key, { value, open }] of shape.fields) {
    const there = valueAt(rendered, key);
    if (there === undefined || there === null) {
      if (!mayBeNothing(value)) return undefined;
      continue;
    }
    const one = open ? 0 : agree(chart, value, there, 0);
    if (one === undefined) return undefined;
    figure += one + 1;
  }
  if (shape.unclear || shape.computed.length > 0) return figure;
  for (const [key] of entriesOf(rendered)) {
    if (!shape.fields.has(String(key)) && !shape.spreads.some((one) => one.lets(String(key)))) return undefined;
  }
  return figure;
}

function mayBeNothing(value: Value): boolean {
  if (value.kind === "constant") return value.value === null || value.value === "";
  return (
    value.kind !== "text" &&
    value.kind !== "list" &&
    !(value.kind === "map" && value.parts.some((one) => one.kind === "entry" && one.guards.length === 0))
  );
}

const deepest = 20;

function agree(chart: Chart, value: Value, rendered: unknown, depth: number): number | undefined {
  if (depth > deepest) return 0;
  switch (value.kind) {
    case "constant":
      return sameScalar(value.value, rendered) ? 2 : undefined;
    case "text": {
      if (typeof rendered === "object" && rendered !== null) return undefined;
      const figure = nameFit(chart, value, String(rendered));
      if (figure !== undefined) return Math.min(figure, 4);
      return String(rendered).includes("\n") ? 0 : undefined;
    }
    case "choice":
      return best(value.options.map((one) => agree(chart, one.value, rendered, depth + 1)));
    case "list":
      return agreeList(chart, value, rendered, depth);
    case "map":
      return agreeMap(chart, value, rendered, depth);
    default:
      return 0;
  }
}

function agreeList(chart: Chart, list: Value & { kind: "list" }, rendered: unknown, depth: number): number | undefined {
  if (!Array.isArray(rendered)) return undefined;
  if (list.parts.some((one) => one.kind === "spread" || one.guards.length > 0)) return 0;
  if (list.parts.length !== rendered.length) return undefined;
  let figure = 1;
  for (const [index, part] of list.parts.entries()) {
    const one = agree(chart, part.value, rendered[index], depth + 1);
    if (one === undefined) return undefined;
    figure += one;
  }
  return figure;
}

function agreeMap(chart: Chart, map: Value & { kind: "map" }, rendered: unknown, depth: number): number | undefined {
  if (typeof rendered !== "object" || rendered === null || Array.isArray(rendered)) return undefined;
  let figure = 0;
  for (const part of map.parts) {
    if (part.kind !== "entry" || part.key.kind !== "constant") continue;
    const there = valueAt(rendered, String(part.key.value));
    if (there === undefined) {
      if (part.guards.length === 0 && !mayBeNothing(part.value)) return undefined;
      continue;
    }
    const one = agree(chart, part.value, there, depth + 1);
    if (one === undefined && part.guards.length === 0) return undefined;
    figure += (one ?? 0) + 1;
  }
  return figure;
}

/** Scalars as the reader of the manifest gives them against the text that the template writes. */
function sameScalar(written: string | number | boolean | null, rendered: unknown): boolean {
  if (rendered === null || rendered === undefined) return written === null || written === "" || written === "null";
  if (typeof rendered === "object") return (written === "{}" || written === "[]") && entriesOf(rendered).length === 0;
  const text = String(written ?? "");
  if (text === String(rendered)) return true;
  if (typeof rendered === "number") return Number(text) === rendered;
  return typeof rendered === "boolean" && text.toLowerCase() !== String(!rendered);
}
