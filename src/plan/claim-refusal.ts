import type { Difference } from "../model/same-value.ts";
import { formatPath } from "../read/path.ts";

/** Which of the rules for updates of a PersistentVolumeClaim is broken. */
export type ClaimRefusal = "changed" | "waiting" | "shrunk" | "mode" | "attributes";

const storage = "spec.resources.requests.storage";
const attributes = "spec.volumeAttributesClassName";

/** What an error of the server means for a claim of this phase; undefined for one that a new claim would meet as well. */
export function claimRefusal(type: string, field: string, detail: string, phase: string): ClaimRefusal | undefined {
  if (field === "spec" && detail.includes("spec is immutable after creation"))
    return phase === "Bound" ? "changed" : "waiting";
  if (field === storage && detail.includes("can not be less than")) return "shrunk";
  if (field === "volumeMode" && detail.endsWith("field is immutable")) return "mode";
  return field === attributes && type === "FieldValueForbidden" ? "attributes" : undefined;
}

/** Those of a claim's changes that a refusal is about. */
export function refusedChanges(changes: readonly Difference[], refusal: ClaimRefusal, phase: string): Difference[] {
  return changes.filter(({ path }) => isMeant(formatPath(path), refusal, phase));
}

function isMeant(field: string, refusal: ClaimRefusal, phase: string): boolean {
  switch (refusal) {
    case "changed":
    case "waiting":
      return phase !== "Bound" || (field !== storage && field !== attributes);
    case "shrunk":
      return field === storage;
    case "mode":
      return field === "spec.volumeMode";
    case "attributes":
      return field === attributes;
  }
}
