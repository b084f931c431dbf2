import { contentOf } from "../symbolic/content.ts";
import type { Guards, Value } from "../symbolic/value.ts";
import { namesProbe } from "./naming.ts";
import { handlerKinds, type Level, type ProbeKind, timingKeys } from "./probe.ts";
import { type Shape, shapesOf } from "./shape.ts";

/** What of a handler has to come from the probe's own values for the handler to count as settable. */
const targets: Readonly<Record<string, readonly string[]>> = {
  exec: ["command"],
  httpGet: ["path", "port"],
  tcpSocket: ["port"],
  grpc: ["port"],
};

/** The level of one branch of a probe, `unknown` where something in it could not be followed. */
export function levelOf(shape: Shape, probe: ProbeKind, switched: boolean, known: Guards): Level | "unknown" {
  const handler = handlerFrom(shape, probe, known);
  const timing = timingFrom(shape);
  if (handler === true && timing === true) return "whole";
  if (shape.unclear || handler === undefined || timing === undefined) return "unknown";
  if (timing) return "timings";
  return switched ? "enabled-only" : "literal";
}

/** Whether values can set the handler; undefined where that is not clear. */
function handlerFrom(shape: Shape, probe: ProbeKind, known: Guards): boolean | undefined {
  const fixed = handlerKinds.filter((kind) => shape.fields.get(kind)?.open === false);
  if (fixed.length === 0 && handlerKinds.some((kind) => shape.fields.get(kind)?.open)) return true;
  if (fixed.length === 0 && shape.spreads.some((one) => handlerKinds.some((kind) => one.lets(kind)))) return true;
  for (const { key } of shape.computed) {
    const content = contentOf(key);
    if (content.opaque) return undefined;
    if (content.paths.length > 0) return true;
  }
  let clear = true;
  for (const kind of fixed) {
    const value = shape.fields.get(kind)?.value;
    if (value === undefined) continue;
    const settable = targetsFrom(kind, value, probe, [...known, ...shape.guards]);
    if (settable === true) return true;
    if (settable === undefined) clear = false;
  }
  return clear ? false : undefined;
}

/** Whether all targets of a handler of a fixed kind come from the probe's own values. */
function targetsFrom(kind: string, value: Value, probe: ProbeKind, known: Guards): boolean | undefined {
  let clear = true;
  for (const shape of shapesOf(value, known)) {
    if (shape.spreads.length > 0) return true;
    if (shape.unclear) clear = false;
    const wanted = targets[kind] ?? [];
    const own = wanted.map((key) => ownValue(shape.fields.get(key)?.value, probe));
    if (own.every((one) => one === true)) return true;
    if (own.every((one) => one !== false)) clear = false;
  }
  return clear ? false : undefined;
}

/** Whether a field is nothing but a value that speaks of the probe. */
function ownValue(value: Value | undefined, probe: ProbeKind): boolean | undefined {
  if (value === undefined || value.kind === "constant") return false;
  if (
    value.kind === "text" &&
    !(value.text.kind === "alternatives" || value.text.kind === "call" || value.text.kind === "hole")
  )
    return false;
  if (
    value.kind === "list" &&
    value.parts.some((one) => one.kind === "item" && contentOf(one.value).paths.length === 0)
  )
    return false;
  const content = contentOf(value);
  if (content.opaque) return undefined;
  return content.paths.some((path) => namesProbe(path, probe));
}

/** Whether values can set at least one number; undefined where that is not clear. */
function timingFrom(shape: Shape): boolean | undefined {
  if (shape.spreads.some((one) => timingKeys.some((key) => one.lets(key) && shape.fields.get(key)?.open !== false)))
    return true;
  let clear = true;
  for (const key of timingKeys) {
    const field = shape.fields.get(key);
    if (field === undefined) continue;
    const content = contentOf(field.value);
    if (field.open || content.paths.length > 0) return true;
    if (content.opaque) clear = false;
  }
  return clear ? false : undefined;
}
