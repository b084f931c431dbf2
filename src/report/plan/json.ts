import type { Plan, Plans } from "../../plan/plan-types.ts";
import { Framed, jsonPieces, listed } from "../json-pieces.ts";

/** A plan, or those of several versions, as JSON in pieces of whole lines, each made when it is asked for. */
export function planJsonPieces(made: Plan | Plans): Generator<string, void> {
  return jsonPieces(made.version === 1 ? framed(made) : new Framed({ ...made, plans: listed(made.plans, framed) }));
}

function framed(plan: Plan): Framed {
  return new Framed({ ...plan, statefulSets: listed(plan.statefulSets, (set) => set) });
}
