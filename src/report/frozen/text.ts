import type { FrozenReport, FrozenSet } from "../../plan/frozen/frozen-types.ts";
import { formatPath } from "../../read/path.ts";
import { withoutCommands } from "../inert.ts";
import { titleOf } from "../plan/wording.ts";
import { printable } from "../printable.ts";
import { textWidth } from "../text-width.ts";
import { wrapIndented } from "../wrap.ts";
import { costText, frozenAdvice, frozenOf, placeText, restartingOf, shortValue, untriedText } from "./wording.ts";

/** The reports as a table a set for a terminal of so many columns; where a row does not fit, its cells stand below each other. */
export function frozenText(reports: readonly FrozenReport[], width?: number): string {
  const texts = reports.map((report) =>
    chartLines(report, width)
      .flatMap((line) => wrapIndented(printable(line), width))
      .join("\n"),
  );
  return withoutCommands(`${texts.join("\n\n")}\n`);
}

function chartLines(report: FrozenReport, width: number | undefined): string[] {
  const { statefulSets, problems } = report;
  const told = problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  if (statefulSets.length === 0)
    return [...told, ...(told.length > 0 ? [] : [`${report.chart} renders no StatefulSet with these values`])];
  const isAny = statefulSets.some((set) => frozenOf(set).length > 0);
  return [
    ...told,
    ...statefulSets.flatMap((set) => [...setLines(set, width), ""]),
    ...untriedText(report),
    ...(isAny ? [frozenAdvice] : []),
  ];
}

function setLines(set: FrozenSet, width: number | undefined): string[] {
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
      : ["  cannot be changed after the first install:", ...table(rows, width)]),
    ...(restarting.length === 0
      ? []
      : ["  can be changed, and restarts the pods:", ...restarting.map(({ path }) => `    ${formatPath(path)}`)]),
  ];
}

function table(rows: readonly (readonly string[])[], width: number | undefined): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => textWidth(printable(row[column] ?? "")))));
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 3 ? cell : cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(printable(cell)))),
    );
    return `    ${cells.join("  ")}`;
  });
  const fits = width === undefined || lines.every((line) => textWidth(printable(line)) <= width);
  return fits ? lines : rows.flatMap(([path = "", ...rest]) => [`    ${path}`, ...rest.map((cell) => `      ${cell}`)]);
}
