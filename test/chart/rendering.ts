import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Chart } from "../../src/chart/chart.ts";
import { readChart } from "../../src/chart/read-chart.ts";
import { textsOf } from "./texts-of.ts";

export function chartAt(directory: string): Chart {
  return readChart(textsOf(directory));
}

/** A rendered object and the template that its `# Source:` line names. */
export interface Rendered {
  readonly source: string;
  readonly object: unknown;
}

let helm: boolean | undefined;

/** Whether there is a helm to render charts with, as the user's pipe does. */
export function hasHelm(): boolean {
  if (helm === undefined) {
    try {
      execFileSync("helm", ["version"], { stdio: "ignore" });
      helm = true;
    } catch {
      helm = false;
    }
  }
  return helm;
}

/** What `helm template demo CHART` prints, object by object. */
export function render(directory: string, values?: string): Rendered[] {
  const options = values === undefined ? [] : ["-f", join(directory, values)];
  const text = execFileSync("helm", ["template", "demo", directory, ...options], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  let source = "";
  return text.split(/^---$/m).flatMap((part) => {
    source = /^# Source: (.*)$/m.exec(part)?.[1] ?? source;
    return parseAllDocuments(part, { version: "1.1", uniqueKeys: false }).map((one) => ({
      source,
      object: one.toJS(),
    }));
  });
}
