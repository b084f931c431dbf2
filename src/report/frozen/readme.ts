import type { FrozenReport, FrozenSet } from "../../plan/frozen/frozen-types.ts";
import { formatPath } from "../../read/path.ts";
import { withoutCommands } from "../inert.ts";
import { markdownCode } from "../markdown-text.ts";
import { costText, frozenOf, restartingOf, shortValue } from "./wording.ts";

/** A section for the chart's README: a table a set. */
export function frozenReadme(reports: readonly FrozenReport[]): string {
  const sets = reports.flatMap(({ statefulSets }) => statefulSets);
  const blocks = sets.map((set) => `${heading(set, sets.length)}${body(set)}`);
  const text = blocks.length === 0 ? "The chart renders no StatefulSet.\n" : blocks.join("\n");
  return withoutCommands(`## Values that cannot be changed after the first install\n\n${text}`);
}

function heading({ name }: FrozenSet, count: number): string {
  return count < 2 ? "" : `### ${markdownCode(`StatefulSet/${name}`)}\n\n`;
}

function body(set: FrozenSet): string {
  const rows = frozenOf(set).map(
    (value) =>
      `| ${cell(formatPath(value.path))} | ${cell(shortValue(value.value))} | ${costText(value).split("; ").map(cell).join(", ")} |`,
  );
  const restarting = restartingOf(set).map(({ path }) => markdownCode(formatPath(path)));
  return [
    ...(rows.length === 0
      ? ["Every value can be changed later."]
      : ["| Value | Default | What changing it costs |", "| --- | --- | --- |", ...rows]),
    ...(restarting.length === 0 ? [] : ["", `Changing one of these restarts the pods: ${restarting.join(", ")}.`]),
    "",
  ].join("\n");
}

/** A code span in a table: a pipe would end the cell, even there. */
function cell(text: string): string {
  return markdownCode(text).replaceAll("|", "\\|");
}
