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
  const value = parsed(text);
  if (value === undefined && text.trim() === "")
    throw new OptionError(`baseline ${name}: it is empty; --update-baseline writes it anew`);
  if (value === undefined)
    throw new OptionError(`baseline ${name}: not JSON; delete it, and --update-baseline writes it anew`);
  if (!looksLikeBaseline(value))
    throw new OptionError(`baseline ${name} is not a baseline that sts-lint wrote: name another, or delete it first`);
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
  if (text.trim() === "" || looksLikeBaseline(parsed(text))) return;
  throw new OptionError(`baseline ${name}: ${noBaseline}`);
}

const noBaseline = "there is a file that is no baseline: name another, or delete it first";

function looksLikeBaseline(value: unknown): boolean {
  return typeof value === "object" && value !== null && "version" in value && "findings" in value;
}

/** The value of JSON text, with a byte order mark or without; undefined where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
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
