import { allows, parseConstraints } from "../functions/version-constraints.ts";
import { parseVersion } from "../functions/versions.ts";

/** Whether a version lies in a range; false too where either cannot be read (helm's IsCompatibleRange). */
export function isInRange(constraint: string, version: string): boolean {
  const parsed = parseVersion(version);
  const range = parseConstraints(constraint);
  return typeof parsed !== "string" && typeof range !== "string" && allows(range, parsed);
}
