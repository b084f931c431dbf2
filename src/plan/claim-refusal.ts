import { type Fields, filled, mapping } from "../model/fields.ts";
import type { Difference } from "../model/same-value.ts";
import { formatPath } from "../read/path.ts";

/** Which of the rules for updates of a PersistentVolumeClaim is broken. */
export type ClaimRefusal = "changed" | "waiting" | "unbound" | "shrunk" | "mode" | "attributes";

const storage = "spec.resources.requests.storage";
const attributes = "spec.volumeAttributesClassName";

/** What an error of the server means for a claim as it was; undefined for one that a new claim would meet as well. */
export function claimRefusal(
  [type, field, detail]: readonly [type: string, field: string, detail: string],
  before: Fields,
): ClaimRefusal | undefined {
  if (field === "spec" && detail.includes("spec is immutable after creation")) {
    const phase = phaseOf(before);
    if (phase === "Bound") return "changed";
    // Lost is what was bound, and what names a volume may be about to be bound to one with data.
    const hasVolume = filled(mapping(before.spec).volumeName) !== undefined;
    return phase === "Pending" && !hasVolume ? "waiting" : "unbound";
  }
  if (field === storage && detail.includes("can not be less than")) return "shrunk";
  if (field === "volumeMode" && detail.endsWith("field is immutable")) return "mode";
  return field === attributes && type === "FieldValueForbidden" ? "attributes" : undefined;
}

/** A render tells no phase: what it made is taken to be in use. */
export function phaseOf(claim: Fields): string {
  return filled(mapping(claim.status).phase) ?? "Bound";
}

/** Those of a claim's changes that a refusal is about. */
export function refusedChanges(changes: readonly Difference[], refusal: ClaimRefusal, phase: string): Difference[] {
  return changes.filter(({ path }) => isMeant(formatPath(path), refusal, phase));
}

function isMeant(field: string, refusal: ClaimRefusal, phase: string): boolean {
  switch (refusal) {
    case "changed":
    case "waiting":
    case "unbound":
      return phase !== "Bound" || (field !== storage && field !== attributes);
    case "shrunk":
      return field === storage;
    case "mode":
      return field === "spec.volumeMode";
    case "attributes":
      return field === attributes;
  }
}
