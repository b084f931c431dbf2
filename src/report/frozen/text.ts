import type { FrozenReport, FrozenSet } from "../../plan/frozen/frozen-types.ts";
import { formatPath } from "../../read/path.ts";
import { withoutCommands } from "../inert.ts";
import { titleOf } from "../plan/wording.ts";
import { printable } from "../printable.ts";
import { textWidth } from "../text-width.ts";
import { costText, frozenAdvice, frozenOf, placeText, restartingOf, shortValue, untriedText } from "./wording.ts";

/** The reports as a table a set for a terminal. */
export function frozenText(reports: readonly FrozenReport[]): string {
  return withoutCommands(`${reports.map((report) => chartLines(report).map(printable).join("\n")).join("\n\n")}\n`);
}

function chartLines(report: FrozenReport): string[] {
  const { statefulSets, problems } = report;
  const told = problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  if (statefulSets.length === 0)
    return [...told, ...(told.length > 0 ? [] : [`${report.chart} renders no StatefulSet with these values`])];
  const isAny = statefulSets.some((set) => frozenOf(set).length > 0);
  return [
    ...told,
    ...statefulSets.flatMap((set) => [...setLines(set), ""]),
    ...untriedText(report),
    ...(isAny ? [frozenAdvice] : []),
  ];
}

function setLines(set: FrozenSet): string[] {
  const frozen = frozenOf(set);
  const restarting = restartingOf(set);
  const rows = frozen.map((value) => [
    formatPath(value.path),
    placeText(value),
    `${shortValue(value.value)} -> ${shortValue(value.tried)}`,
    costText(value),
  ]);
  return [
    `${titleOf(set)}${set.source === undefined ? "" : ` (${set.source})`}`,
    ...(frozen.length === 0
      ? ["  every value can be changed after the first install"]
      : ["  cannot be changed after the first install:", ...table(rows)]),
    ...(restarting.length === 0
      ? []
      : ["  can be changed, and restarts the pods:", ...restarting.map(({ path }) => `    ${formatPath(path)}`)]),
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => textWidth(printable(row[column] ?? "")))));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 3 ? cell : cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(printable(cell)))),
    );
    return `    ${cells.join("  ")}`;
  });
}
