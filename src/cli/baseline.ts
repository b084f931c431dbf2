import { writeFileSync } from "node:fs";
import type { Report } from "../lint/contract/finding.ts";
import { type Baseline, OptionError } from "../lint/contract/options.ts";
import { baselineOf, refusalOfBaseline } from "../lint/engine/baseline.ts";
import { errorCode } from "./file-bytes.ts";
import { reasonOf } from "./input-problem.ts";
import { readSettingsFile } from "./settings-file.ts";
import { statsAt } from "./stats-at.ts";

/** The known findings in a file that `--update-baseline` wrote. */
export function readBaseline(path: string, name: string): Baseline {
  const text = readSettingsFile(path, `baseline ${name}`, (error) =>
    errorCode(error) === "ENOENT" ? "; --update-baseline writes it" : "",
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OptionError(`baseline ${name}: not JSON; --update-baseline writes it anew`);
  }
  const refusal = refusalOfBaseline(value);
  if (refusal !== undefined) throw new OptionError(`baseline ${name} ${refusal}`);
  return value as Baseline;
}

/**
 * Refuses to write over a file that holds something else: a slip such as `--baseline db.yaml` would cost it. A pipe or a
 * device keeps nothing, so that everything would be new again at the next run.
 */
export function checkWritable(path: string, name: string): void {
  if (statsAt(path) === undefined) return;
  const text = readSettingsFile(path, `baseline ${name}`);
  if (text.trim() === "" || looksLikeBaseline(text)) return;
  throw new OptionError(`baseline ${name}: there is a file that is no baseline: name another, or delete it first`);
}

function looksLikeBaseline(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "version" in value && "findings" in value;
  } catch {
    return false;
  }
}

/** Writes all findings of a report as known. */
export function writeBaseline(path: string, name: string, report: Report): void {
  checkWritable(path, name);
  try {
    writeFileSync(path, `${JSON.stringify(baselineOf(report), undefined, 2)}\n`);
  } catch (error) {
    throw new OptionError(`baseline ${name}: cannot be written: ${reasonOf(error)}`);
  }
}
