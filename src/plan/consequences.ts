import type { Consequence, SetPlan } from "./plan-types.ts";

/**
 * What a set's plan means: errors stop a pipeline, infos do not unless asked. `lost`: claims that are not the set's own
 * and go with the upgrade, though its pods mount them.
 */
export function consequencesOf(set: Omit<SetPlan, "consequences">, lost: readonly string[]): readonly Consequence[] {
  const { counts } = set;
  const own = set.claims.filter(({ becomes }) => becomes === "deleted").map(({ name }) => name);
  const deleted = [...lost, ...own];
  const ownCount = counts?.claims.deleted;
  const byHand = set.startsFrom?.byHand ?? [];
  const endless = set.waits.filter(({ reason }) => reason !== "on-delete");
  const restarted = set.restarts?.pods ?? [];
  const held = set.restarts?.held ?? [];
  const foretold = set.foretold ?? [];
  return [
    ...(set.refused === undefined ? [] : [error("refused", "the API server refuses the update")]),
    ...byHand.map((one) => error("stuck", one.do)),
    ...(byHand.length > 0
      ? []
      : endless.map(({ pod = "a pod" }) => error("stuck", `the rollout does not get past ${pod}`))),
    ...foretold.map(({ kind, text }) => error(kind, text)),
    ...(deleted.length === 0
      ? []
      : [
          error(
            "data-lost",
            `deleted with their data: ${listed(deleted, ownCount === undefined ? undefined : lost.length + ownCount)}`,
          ),
        ]),
    ...(restarted.length === 0
      ? []
      : [info("restarted", `restarted, in this order: ${listed(restarted, counts?.restarted)}`)]),
    ...(held.length === 0 ? [] : [info("held", `kept on the old revision: ${listed(held, counts?.held)}`)]),
  ];
}

function error(kind: Consequence["kind"], text: string): Consequence {
  return { kind, severity: "error", text };
}

function info(kind: Consequence["kind"], text: string): Consequence {
  return { kind, severity: "info", text };
}

/** A few of the names and how many more there are. */
function listed(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, 20);
  return shown.join(", ") + (count > shown.length ? ` and ${count - shown.length} more` : "");
}
