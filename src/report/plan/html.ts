import type { Plan, Plans, SetPlan, VanishedSet } from "../../plan/plan-types.ts";
import { withoutCommands } from "../inert.ts";
import { printableXml as escaped } from "../printable.ts";
import { groupsOf, type PlanGroup } from "./groups.ts";
import { commands, list, part, table } from "./html-parts.ts";
import { refusedClaimSection, refusedPart } from "./html-way.ts";
import { pageStyle } from "./page-style.ts";
import { claimRuns, podRuns, shownSteps, unnamedClaims, unnamedPods } from "./spans.ts";
import { timelineSvg } from "./svg.ts";
import { timelineOf } from "./timeline.ts";
import {
  deadlineText,
  fateText,
  foretoldTexts,
  haltText,
  lostTexts,
  moreText,
  outcomeText,
  podCells,
  restartTexts,
  runText,
  stepText,
  timesText,
  titleOf,
  vanishedText,
  waitsForText,
  waitText,
} from "./wording.ts";

/** A plan as one page that needs nothing else: no scripts, no fonts, no requests. All text from the input is escaped. */
export function planHtml(plan: Plan | Plans): string {
  return [...planHtmlPieces(plan)].join("");
}

/** {@link planHtml} in pieces of whole lines, each made when it is asked for. */
export function* planHtmlPieces(plan: Plan | Plans): Generator<string, void> {
  for (const piece of piecesOf(groupsOf(plan))) yield withoutCommands(piece);
}

function* piecesOf(groups: readonly PlanGroup[]): Generator<string, void> {
  const sets = groups.flatMap(({ plan }) => plan.statefulSets);
  const names = new Set(sets.map(titleOf));
  const title = sets[0] !== undefined && names.size === 1 ? titleOf(sets[0]) : "Rollout plan";
  const isAgainst = groups.some(({ plan }) => plan.against);
  const versions = groups.map((group) => group.versions).join(", ");
  yield `<!doctype html>
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
`;
  for (const group of groups) yield* groupPart(group);
  yield `</main>
<footer><p class="time">${timesText}</p><p class="time">A click selects a whole command to copy it.</p></footer>
</body>
</html>
`;
}

function* groupPart(group: PlanGroup): Generator<string, void> {
  const { plan, versions, isOneOfSeveral } = group;
  const title = isOneOfSeveral ? `<h2 class="versions">${escaped(`Kubernetes ${versions}`)}</h2>\n` : "";
  yield `${title}${list("notes", plan.notes)}${foretoldPart(plan.foretold)}\n`;
  for (const set of plan.statefulSets) {
    const alike = group.alikeIn(set);
    yield alike === undefined
      ? setSection(set)
      : `<section><h2>${escaped(titleOf(set))}</h2><p class="outcome">${escaped(`as under Kubernetes ${alike}`)}</p></section>\n`;
  }
  for (const set of plan.vanished) yield vanishedSection(set);
  for (const claim of plan.refusedClaims) yield refusedClaimSection(claim);
  if (plan.statefulSets.length + plan.vanished.length === 0) yield "<p>No StatefulSet in the input.</p>\n";
  yield `${list(
    "problems",
    plan.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`),
  )}\n`;
}

function setSection(set: SetPlan): string {
  return `<section>
<h2>${escaped(titleOf(set))}${set.source === undefined ? "" : ` <small>${escaped(set.source)}</small>`}</h2>
<p class="outcome ${set.outcome}">${escaped(outcomeText(set))}</p>
${list("lost", lostTexts(set))}
${foretoldPart(set.foretold)}
${timelineSvg(timelineOf(set), set)}
${part("First, by hand", (set.startsFrom?.byHand ?? []).map((one) => `<p>${escaped(one.do)}</p>${commands([one.command])}`).join("\n"))}
${part("Pods restart", list("facts", restartTexts(set)))}
${part("Steps", stepsPart(set))}
${part("Waiting for it", set.deadline === undefined ? "" : `<p>${escaped(deadlineText(set.deadline))}</p>`)}
${part("Rests", list("notes", set.waits.map(waitText)))}
${set.refused === undefined ? "" : refusedPart(set.refused)}
${part("Pods", podsPart(set))}
${part("Claims", claimsPart(set))}
${part("If the new pods do not become ready", haltPart(set))}
${part("Notes", list("notes", set.notes))}
</section>
`;
}

function foretoldPart(foretold: SetPlan["foretold"]): string {
  return part("Mend this first", list("lost", foretoldTexts(foretold)));
}

function stepsPart(set: SetPlan): string {
  const steps = shownSteps(set);
  if (steps.length === 0) return "";
  return `<ol class="steps">${steps
    .map((step) => `<li>${escaped(stepText(step))} <span class="time">${escaped(waitsForText(step))}</span></li>`)
    .join("\n")}</ol>`;
}

function haltPart({ ifNotReady, outcome }: SetPlan): string {
  return ifNotReady === undefined
    ? ""
    : `${list("facts", haltText(ifNotReady, outcome))}${commands(ifNotReady.byHand)}`;
}

function podsPart(set: SetPlan): string {
  return `${table(
    ["pod", "revision", "DNS name", "claims", ""],
    podRuns(set).map(podCells),
  )}${list("facts", moreText(unnamedPods(set)))}`;
}

function claimsPart(set: SetPlan): string {
  if (set.claims.length === 0) return "";
  return `${table(
    ["claim", "size", "becomes"],
    claimRuns(set).map((run) => [runText(run), run.first.size ?? "", run.first.becomes]),
  )}
${list("facts", [...moreText(unnamedClaims(set)), fateText(set.claimFate)])}`;
}

function vanishedSection(set: VanishedSet): string {
  return `<section><h2>${escaped(titleOf(set))}</h2>
<p class="outcome vanished">${escaped(vanishedText(set))}</p>
${part(
  "Claims",
  table(
    ["claim", "becomes"],
    set.claims.map(({ name, becomes }) => [name, becomes]),
  ),
)}</section>
`;
}
