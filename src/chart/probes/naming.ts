import type { ValuePath } from "../symbolic/value.ts";
import type { ProbeKind } from "./probe.ts";

const kindWords: readonly string[] = ["liveness", "readiness", "startup"];

/** Whether a values path speaks of this probe: by the probe's own word, or of probes or health checks in general. */
export function namesProbe(path: ValuePath, probe: ProbeKind): boolean {
  const words = path.filter((one) => typeof one === "string").map((one) => one.toLowerCase());
  const named = kindWords.filter((word) => words.some((one) => one.includes(word)));
  if (named.length > 0) return named.some((word) => probe.toLowerCase().startsWith(word));
  return words.some((one) => one.includes("probe") || one.includes("health"));
}
