import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Severity } from "../../src/index.ts";

/** What a careful reader finds in one of the charts. */
export interface Fault {
  /** Null where no rule has a name for it; `what` then tells it. */
  readonly rule: string | null;
  readonly severity: Severity;
  /** `StatefulSet/demo`; null for a value that no template reads. */
  readonly resource: string | null;
  /** Put there on purpose; what merely follows from the text may go unreported. */
  readonly planted: boolean;
  /** The values file that shows it; the default values unless given. */
  readonly render?: string;
  readonly what: string;
}

export interface Expectation {
  readonly chart: string;
  readonly faults?: readonly Fault[];
}

export function readExpectations(folder: string): readonly Expectation[] {
  return readdirSync(`${folder}/expected`)
    .sort()
    .map((file) => parse(readFileSync(`${folder}/expected/${file}`, "utf8")) as Expectation);
}

/** What `helm template demo CHART` prints with the default values, or with a values file of the chart's. */
export function helmTemplate(directory: string, values?: string): string {
  return execFileSync(
    "helm",
    ["template", "demo", directory, "-n", "default", ...(values === undefined ? [] : ["-f", join(directory, values)])],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
}
