/*
 * A number or a text, as in targetPort, maxUnavailable or a probe's port.
 * Source: apimachinery pkg/util/intstr/intstr.go.
 */
import { type Complaints, patternComplaint } from "./names.ts";

/** An integer, or a text such as a port's name or a percentage. */
export type IntOrString = number | string;

/** True for what the server takes as an IntOrString: a text, or a whole number of 32 bits. */
export function isIntOrString(value: unknown): value is IntOrString {
  return typeof value === "string" || (typeof value === "number" && (value | 0) === value);
}

/** A text must be a percentage here (IsValidPercent): digits and `%`. */
export function percentComplaints(text: string): Complaints {
  if (/^[0-9]+%$/.test(text)) return [];
  return [
    patternComplaint(
      "a valid percent string must be a numeric string followed by an ending '%'",
      "[0-9]+%",
      "1%",
      "93%",
    ),
  ];
}

/** The percentage that a value states, or undefined where it is a number or another text. */
export function percentOf(value: IntOrString): number | undefined {
  return typeof value === "string" && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

/**
 * What a value means out of a total (GetScaledValueFromIntOrPercent): a number is itself, a percentage is rounded up
 * or down. Undefined for a text that is no percentage.
 */
export function scaledValue(value: IntOrString, total: number, round: "up" | "down"): number | undefined {
  if (typeof value === "number") return value;
  const percent = percentOf(value);
  if (percent === undefined) return undefined;
  return round === "up" ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}

/** The number that a value states, 0 for a text that is no number (IntValue). */
export function integerValue(value: IntOrString): number {
  if (typeof value === "number") return value;
  return /^[+-]?\d{1,18}$/.test(value) ? Number(value) : 0;
}
