/*
 * Amounts of bytes that are no whole number.
 * Source: pkg/api/persistentvolumeclaim/util.go, pkg/api/pod/warnings.go.
 */
import type { Quantity } from "../model/quantity.ts";
import { quoted } from "./field-review.ts";
import type { PersistentVolumeClaimSpec } from "./kubernetes.generated.ts";

/** A warning where an amount of bytes has a fraction, to a thousandth. */
export function fractionWarnings(at: string, amount: Quantity | undefined): string[] {
  if (amount === undefined || amount.millis % 1000n === 0n) return [];
  return [`${at}: fractional byte value ${quoted(amount.toString())} is invalid, must be an integer`];
}

/** GetWarningsForPersistentVolumeClaimSpec. */
export function claimSpecWarnings(at: string, { resources = {} }: PersistentVolumeClaimSpec): string[] {
  return [
    ...fractionWarnings(`${at}.resources.requests[storage]`, resources.requests?.storage),
    ...fractionWarnings(`${at}.resources.limits[storage]`, resources.limits?.storage),
  ];
}
