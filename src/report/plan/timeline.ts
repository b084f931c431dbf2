import type { SetPlan } from "../../plan/plan-types.ts";

/** What a pod does during one column: `absent` is drawn as nothing. */
export interface Phase {
  readonly state: "running" | "starting" | "ending" | "absent";
  /** Empty where the pod is absent. */
  readonly revision: string;
  /** The first column, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** One pod's life over the steps. Column 0 is now, column 1 the first step, the last is the end. */
export interface Row {
  readonly pod: string;
  readonly phases: readonly Phase[];
}

export interface Timeline {
  readonly columns: number;
  readonly rows: readonly Row[];
}

/** Every pod that runs now, at the end or in between, by ordinal. */
export function timelineOf(plan: SetPlan): Timeline {
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
  return { columns, rows: rows.sort((one, other) => ordinalOf(one.pod) - ordinalOf(other.pod)) };
}

function ordinalOf(pod: string): number {
  return Number(pod.slice(pod.lastIndexOf("-") + 1));
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
