import type { SetPlan } from "../../plan/plan-types.ts";
import { printableXml as escaped } from "../printable.ts";
import type { Phase, Row, Timeline } from "./timeline.ts";
import { countText, durationText } from "./wording.ts";

const rowHeight = 28;
const headHeight = 44;
/** Beyond these a picture helps nobody; the steps below it are complete. */
const maxRows = 100;
const maxColumns = 240;
const colours = 4;

/** The timeline of pods over steps: a row a pod, a column a step, colours for revisions. */
export function timelineSvg(timeline: Timeline, set: SetPlan): string {
  const rows = timeline.rows.slice(0, maxRows);
  if (rows.length === 0 || set.steps.length === 0) return "";
  const columns = Math.min(timeline.columns, maxColumns);
  const label = 24 + 7.2 * Math.max(...rows.map(({ pod }) => Math.min(pod.length, 40)));
  const step = Math.max(26, Math.min(110, Math.floor((1060 - label) / columns)));
  const width = label + columns * step;
  const height = headHeight + rows.length * rowHeight + 34;
  const place = (column: number) => label + Math.min(column, columns) * step;
  const cut = timeline.rows.length > maxRows || timeline.columns > maxColumns;
  return `<div class="scroll" tabindex="0"><svg role="img" aria-label="${escaped(`Timeline of the pods of ${set.name} over ${countText(timeline.columns - 2, "step")}`)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">
${heads(timeline, columns, place, step, set)}
${rows.map((row, index) => rowSvg(row, headHeight + index * rowHeight, place, width)).join("\n")}
${legend(rows, headHeight + rows.length * rowHeight + 22, label)}
</svg></div>${cut ? `<p class="time">The picture shows the first ${maxRows} pods and ${maxColumns - 2} steps.</p>` : ""}`;
}

type Place = (column: number) => number;

/** `now`, the steps' numbers with the longest time passed by then, `end`; as many as there is room for. */
function heads({ steps }: Timeline, columns: number, place: Place, step: number, set: SetPlan): string {
  const every = Math.max(1, Math.ceil(44 / step));
  const texts: string[] = [];
  let passed = 0;
  for (let column = 0; column < columns; column++) {
    const last = column === steps.length + 1;
    const middle = place(column) + step / 2;
    if (column > 0 && !last) passed += steps[column - 1]?.seconds.longest ?? 0;
    if (column % every !== 0 && !last) continue;
    const name = column === 0 ? (set.outcome === "install" ? "before" : "now") : last ? "end" : String(column);
    texts.push(`<text x="${middle}" y="16" text-anchor="middle">${name}</text>`);
    if (column > 0 && !last && step >= 60)
      texts.push(`<text class="soft" x="${middle}" y="32" text-anchor="middle">≤ ${durationText(passed)}</text>`);
  }
  return texts.join("\n");
}

function rowSvg({ pod, phases }: Row, top: number, place: Place, width: number): string {
  const name = pod.length > 40 ? `${pod.slice(0, 39)}…` : pod;
  const bars = phases.filter(({ state }) => state !== "absent").map((phase) => barSvg(phase, pod, top, place));
  return `<line class="grid" x1="0" x2="${width}" y1="${top}" y2="${top}"/>
<text x="4" y="${top + 18}">${escaped(name)}</text>
${bars.join("\n")}`;
}

function barSvg({ state, revision, from, to }: Phase, pod: string, top: number, place: Place): string {
  const x = place(from) + 1;
  const width = place(to) - place(from) - 2;
  if (width <= 0) return "";
  const colour = `var(--${colourOf(revision)})`;
  const text =
    width > 26
      ? `<text x="${x + width / 2}" y="${top + 18}" text-anchor="middle"${state === "running" ? ' class="on"' : ""}>${escaped(revision)}</text>`
      : "";
  return `<g><title>${escaped(`${pod}: ${state}, ${revision}`)}</title><rect class="bar ${state}" x="${x}" y="${top + 4}" width="${width}" height="${rowHeight - 8}" rx="4" fill="${colour}" stroke="${colour}" stroke-width="0"/>${text}</g>`;
}

function colourOf(revision: string): string {
  const number = Number(revision.slice(1));
  return `r${Number.isInteger(number) && number > 0 ? ((number - 1) % colours) + 1 : 1}`;
}

function legend(rows: readonly Row[], y: number, label: number): string {
  const revisions = [...new Set(rows.flatMap(({ phases }) => phases.map(({ revision }) => revision)))].filter(
    (revision) => revision !== "",
  );
  const items = [
    ...revisions.sort().map((revision) => ({ text: revision, className: "", colour: colourOf(revision) })),
    { text: "starting", className: "starting", colour: "r2" },
    { text: "ending", className: "ending", colour: "r1" },
  ];
  return items
    .map(({ text, className, colour }, index) => {
      const x = label + index * 84;
      return `<rect class="bar ${className}" x="${x}" y="${y - 11}" width="18" height="14" rx="4" fill="var(--${colour})" stroke="var(--${colour})" stroke-width="0"/><text class="soft" x="${x + 24}" y="${y}">${escaped(text)}</text>`;
    })
    .join("");
}
