import type { Plan, Plans, SetPlan, VanishedSet } from "../../plan/plan-types.ts";
import type { WayStep, WayThrough } from "../../plan/way-types.ts";
import { withoutCommands } from "../inert.ts";
import { printableXml as escaped } from "../printable.ts";
import { groupsOf, type PlanGroup } from "./groups.ts";
import { pageStyle } from "./page-style.ts";
import { timelineSvg } from "./svg.ts";
import { changeText } from "./text.ts";
import { timelineOf } from "./timeline.ts";
import {
  behindText,
  haltText,
  listText,
  outcomeText,
  rangeText,
  refusalTexts,
  stepText,
  timesText,
  titleOf,
  vanishedText,
  waitText,
} from "./wording.ts";

/** A plan as one page that needs nothing else: no scripts, no fonts, no requests. All text from the input is escaped. */
export function planHtml(plan: Plan | Plans): string {
  return withoutCommands(htmlOf(groupsOf(plan)));
}

function htmlOf(groups: readonly PlanGroup[]): string {
  const sets = groups.flatMap(({ plan }) => plan.statefulSets);
  const names = new Set(sets.map(titleOf));
  const title = sets[0] !== undefined && names.size === 1 ? titleOf(sets[0]) : "Rollout plan";
  const isAgainst = groups.some(({ plan }) => plan.against);
  const versions = groups.map((group) => group.versions).join(", ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>Rollout plan</h1><p>${escaped(`Kubernetes ${versions}, ${isAgainst ? "against what runs now" : "as a first install"}`)}</p></header>
<main>
${groups.map(groupPart).join("")}</main>
<footer><p class="time">${timesText}</p></footer>
</body>
</html>
`;
}

function groupPart(group: PlanGroup): string {
  const { plan, versions, isOneOfSeveral } = group;
  const sets = plan.statefulSets.map((set) => {
    const alike = group.alikeIn(set);
    return alike === undefined
      ? setSection(set)
      : `<section><h2>${escaped(titleOf(set))}</h2><p class="outcome">${escaped(`as under Kubernetes ${alike}`)}</p></section>\n`;
  });
  const none = sets.length === 0 && plan.vanished.length === 0 ? "<p>No StatefulSet in the input.</p>\n" : "";
  return `${isOneOfSeveral ? `<h2 class="versions">${escaped(`Kubernetes ${versions}`)}</h2>\n` : ""}${list("notes", plan.notes)}
${sets.join("")}${plan.vanished.map(vanishedSection).join("")}${none}${list(
  "problems",
  plan.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`),
)}
`;
}

function setSection(set: SetPlan): string {
  return `<section>
<h2>${escaped(titleOf(set))}${set.source === undefined ? "" : ` <small>${escaped(set.source)}</small>`}</h2>
<p class="outcome ${set.outcome}">${escaped(outcomeText(set))}</p>
${timelineSvg(timelineOf(set), set)}
${refusedPart(set)}
${stepsPart(set)}
${haltPart(set)}
<h3>Pods</h3>
${table(
  ["pod", "revision", "DNS name", "claims", ""],
  set.pods.map(({ name, revision, dnsName, claims, behind }) => [
    name,
    revision,
    dnsName ?? "none",
    claims.join(", "),
    behind === undefined ? "" : behindText(behind),
  ]),
)}
${claimsPart(set)}
${list("notes", [...set.waits.map(waitText), ...set.notes])}
</section>
`;
}

function stepsPart({ steps }: SetPlan): string {
  if (steps.length === 0) return "";
  return `<h3>Steps</h3>
<ol class="steps">${steps.map((step) => `<li>${escaped(stepText(step))} <span class="time">${escaped(rangeText(step.seconds))}</span></li>`).join("")}</ol>`;
}

function haltPart({ ifNotReady, outcome }: SetPlan): string {
  if (ifNotReady === undefined) return "";
  return `<h3>If the new pods do not become ready</h3>
<ul>${haltText(ifNotReady, outcome)
    .map((line) => `<li>${escaped(line)}</li>`)
    .join("")}</ul>${code(ifNotReady.byHand)}`;
}

function claimsPart({ claims, claimFate }: SetPlan): string {
  if (claims.length === 0) return "";
  const later = `Later: ${claimFate.onScaleDown} when scaled down, ${claimFate.onUninstall} on uninstall, ${claimFate.onRename} when the set is renamed.`;
  return `<h3>Claims</h3>
${table(
  ["claim", "size", "becomes"],
  claims.map(({ name, size, becomes }) => [name, size ?? "", becomes]),
)}
<p>${escaped(later)}</p>`;
}

function refusedPart({ refused }: SetPlan): string {
  if (refused === undefined) return "";
  return `<h3>Refused</h3>
${refusalTexts(refused)
  .map((text) => `<pre class="refused">${escaped(text)}</pre>`)
  .join("")}
<ul>${refused.changes.map((change) => `<li><code>${escaped(changeText(change))}</code></li>`).join("")}</ul>
${refused.waysThrough.map(wayPart).join("")}`;
}

function wayPart(way: WayThrough, index: number): string {
  const { kept, created, stranded, deleted } = way.result.claims;
  const results: readonly (readonly [string, readonly string[]])[] = [
    ["kept", kept],
    ["created, empty", created],
    ["stranded", stranded],
    ["deleted, with their data", deleted],
  ];
  return `<details class="way"${index === 0 ? " open" : ""}><summary>Way through ${index + 1}: ${escaped(way.summary)}</summary>
<ol>${way.steps.map(wayStepPart).join("")}</ol>
${list("notes", way.warnings)}
<p>Claims at the end: ${escaped(
    results
      .filter(([, names]) => names.length > 0)
      .map(([label, names]) => `${listText(names)} ${label}`)
      .join("; ") || "none",
  )}.</p></details>`;
}

function wayStepPart(step: WayStep): string {
  return `<li>${escaped(step.do)}${code(step.commands)}
<p class="check">Check: ${escaped(step.expect)}</p>${code(step.verify)}
<p class="skipped">If skipped: ${escaped(step.ifSkipped)}</p></li>`;
}

function vanishedSection(set: VanishedSet): string {
  return `<section><h2>${escaped(titleOf(set))}</h2>
<p class="outcome vanished">${escaped(vanishedText(set))}</p>
${table(
  ["claim", "becomes"],
  set.claims.map(({ name, becomes }) => [name, becomes]),
)}</section>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "<p>none</p>";
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("");
  return `<div class="scroll"><table><thead><tr>${cells("th", head)}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells("td", row)}</tr>`)
    .join("")}</tbody></table></div>`;
}

function code(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `<pre>${lines.map(escaped).join("\n")}</pre>`;
}

function list(className: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<ul class="${className}">${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
}
