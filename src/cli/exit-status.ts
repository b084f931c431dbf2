import type { Report, Severity } from "../lint/contract/finding.ts";
import type { Problem } from "../read/problem.ts";
import { counted } from "../report/summary-text.ts";
import type { Host } from "./host.ts";

/** Nothing at or above `--fail-on`. */
export const clean = 0;
/** Findings at or above `--fail-on`, or more warnings than `--max-warnings`. */
export const findings = 1;
/** The call, the configuration or the input: usage, unknown names, what is empty or cannot be read. */
export const unusable = 2;
/** A fault of ours. */
export const fault = 3;

/** `--watch` was ended: by Ctrl-C, or by SIGTERM; what a shell says of a program that a signal ends. */
export const interrupted = 130;
export const terminated = 143;

export type ExitStatus =
  | typeof clean
  | typeof findings
  | typeof unusable
  | typeof fault
  | typeof interrupted
  | typeof terminated;

/** From which severity on a finding fails the run. */
export type FailOn = Severity | "never";
export const failOnChoices: readonly FailOn[] = ["error", "warning", "info", "never"];

const reach: Readonly<Record<FailOn, number>> = { error: 0, warning: 1, info: 2, never: -1 };

/** Whether a severity is one that `--fail-on` names or a worse one. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  return reach[severity] <= reach[failOn];
}

/**
 * Whether nothing can be relied on with such a problem. Text that was merely ignored changes nothing, nor does a part of
 * a chart that was passed over: rules then know less and say less.
 */
export function isUnusable({ kind }: Problem): boolean {
  return kind !== "ignored-text" && kind !== "chart";
}

/** What a report means for the exit status. */
export function statusOf(report: Report, failOn: FailOn, maxWarnings: number | undefined): ExitStatus {
  if (report.problems.some(isUnusable)) return unusable;
  const { errors, warnings, infos } = report.summary;
  const counts: readonly [Severity, number][] = [
    ["error", errors],
    ["warning", warnings],
    ["info", infos],
  ];
  if (counts.some(([severity, count]) => count > 0 && fails(severity, failOn))) return findings;
  return maxWarnings !== undefined && warnings > maxWarnings ? findings : clean;
}

/** Says why the status is 1 where only `--max-warnings` makes it so. */
export function warnOfWarnings({ summary: { warnings } }: Report, allowed: number | undefined, host: Host): void {
  if (allowed === undefined || warnings <= allowed) return;
  host.stderr.write(`${counted(warnings, "warning")}, where --max-warnings allows ${allowed}\n`);
}
