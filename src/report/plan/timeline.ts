import type { PlannedStep, SetPlan } from "../../plan/plan-types.ts";
import { areMany, ordinalOf, podRuns, shownSteps } from "./spans.ts";
import { runText, stepPods } from "./wording.ts";

/** What a pod does during one column: `absent` is drawn as nothing. */
export interface Phase {
  readonly state: "running" | "starting" | "ending" | "absent";
  /** Empty where the pod is absent. */
  readonly revision: string;
  /** The first column, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** One pod's life, or that of pods in a row, over the steps. Column 0 is now, column 1 the first step, the last is the end. */
export interface Row {
  /** Its name, or the first and the last of them. */
  readonly pod: string;
  readonly phases: readonly Phase[];
}

export interface Timeline {
  readonly columns: number;
  /** One a column between the first and the last. */
  readonly steps: readonly PlannedStep[];
  readonly rows: readonly Row[];
}

/** Every pod that runs now, at the end or in between, by ordinal; many pods in rows that go one way. */
export function timelineOf(plan: SetPlan): Timeline {
  if (areMany(plan)) return { columns: shownSteps(plan).length + 2, steps: shownSteps(plan), rows: rangeRows(plan) };
  const columns = plan.steps.length + 2;
  const pods = new Map<string, { column: number; revision: string; state: "starting" | "ending" }[]>();
  for (const { name } of plan.pods) pods.set(name, []);
  for (const [index, { actions }] of plan.steps.entries())
    for (const action of actions) {
      const events = pods.get(action.pod) ?? [];
      pods.set(action.pod, events);
      events.push({
        column: index + 1,
        revision: action.revision,
        state: action.do === "create" ? "starting" : "ending",
      });
    }
  const atEnd = new Map(plan.pods.map(({ name, revision }) => [name, revision]));
  const rows = [...pods].map(([pod, events]) => ({ pod, phases: phasesOf(events, atEnd.get(pod), columns) }));
  return { columns, steps: plan.steps, rows: rows.sort((one, other) => ordinalOf(one.pod) - ordinalOf(other.pod)) };
}

/** A row for each stretch of steps, and for the pods that none of them touches. */
function rangeRows(plan: SetPlan): Row[] {
  const steps = shownSteps(plan);
  const columns = steps.length + 2;
  const touched = steps.map(({ range, actions }) => {
    const ends = range === undefined ? actions.map(({ pod }) => pod) : [range.first, range.last];
    const ordinals = ends.map(ordinalOf);
    return { from: Math.min(...ordinals), to: Math.max(...ordinals) };
  });
  const rows = steps.flatMap((step, index): Row[] => {
    const { actions } = step;
    const [ended, made] = ["delete", "create"].map((does) => actions.find((action) => action.do === does)?.revision);
    const phases: Phase[] = [
      { state: ended === undefined ? "absent" : "running", revision: ended ?? "", from: 0, to: index + 1 },
      {
        state: made === undefined ? "ending" : "starting",
        revision: made ?? ended ?? "",
        from: index + 1,
        to: index + 2,
      },
      { state: made === undefined ? "absent" : "running", revision: made ?? "", from: index + 2, to: columns },
    ];
    return [{ pod: stepPods(step), phases }];
  });
  const untouched = podRuns(plan).filter(({ first }) =>
    touched.every(({ from, to }) => ordinalOf(first.name) < from || ordinalOf(first.name) > to),
  );
  return [
    ...rows,
    ...untouched.map((run): Row => ({ pod: runText(run), phases: phasesOf([], run.first.revision, columns) })),
  ];
}

function phasesOf(
  events: readonly { readonly column: number; readonly revision: string; readonly state: "starting" | "ending" }[],
  atEnd: string | undefined,
  columns: number,
): Phase[] {
  const phases: Phase[] = [];
  const add = (state: Phase["state"], revision: string, from: number, to: number) => {
    if (to > from) phases.push({ state, revision, from, to });
  };
  let column = 0;
  let runs = events[0] === undefined ? atEnd : events[0].state === "ending" ? events[0].revision : undefined;
  for (const event of events) {
    add(runs === undefined ? "absent" : "running", runs ?? "", column, event.column);
    add(event.state, event.revision, event.column, event.column + 1);
    runs = event.state === "starting" ? event.revision : undefined;
    column = event.column + 1;
  }
  add(runs === undefined ? "absent" : "running", runs ?? "", column, columns);
  return phases;
}
