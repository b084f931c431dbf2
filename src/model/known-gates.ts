import { knownGates } from "./known-gates.generated.ts";
import { nearestWord } from "./nearest.ts";

let known: readonly string[] | undefined;

function all(): readonly string[] {
  known ??= knownGates.split(/\s/).filter((name) => name !== "");
  return known;
}

/** True for a name that Kubernetes has a feature gate of, in any of the minors known here; case counts. */
export function isKnownGate(name: string): boolean {
  return all().includes(name);
}

/** The gate nearest to a name that is none, for a suggestion, or undefined where none is near. */
export function nearestGate(name: string): string | undefined {
  return nearestWord(name, all());
}
