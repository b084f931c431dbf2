/*
 * The way to OnDelete past the `rollingUpdate` that the API server filled in: neither a patch of what the release wrote nor
 * server-side apply takes it away, so it goes by hand first.
 */
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, mapping } from "../model/fields.ts";
import { type Kubectl, kubectl } from "./all-named.ts";
import type { SetShape } from "./set-shape.ts";
import { type ApplyMode, setUpdate } from "./set-update.ts";
import { storedSet } from "./stored-set.ts";
import { type DeployerWords, unplaced } from "./way-deployer.ts";
import { resultOf } from "./way-result.ts";
import { applyAgain, type DraftWay, untouchedChecks } from "./way-steps.ts";

/** Whether an update to OnDelete leaves a `rollingUpdate` that the new manifest itself does not have. */
export function leavesRollingUpdate(
  old: Fields,
  next: Fields,
  options: DefaultsOptions & { readonly apply?: ApplyMode },
): boolean {
  const { after, failed } = setUpdate(old, next, options);
  const { type, rollingUpdate } = strategyOf(after);
  return (
    failed === undefined &&
    type === "OnDelete" &&
    rollingUpdate !== undefined &&
    strategyOf(storedSet(next, options)).rollingUpdate === undefined
  );
}

function strategyOf(set: Fields): Fields {
  return mapping(mapping(set.spec).updateStrategy);
}

/** Changes the strategy of a set that runs, and only that. */
export const strategyPatch: readonly string[] = [
  "--type=merge",
  "-p",
  JSON.stringify({ spec: { updateStrategy: { type: "OnDelete", rollingUpdate: null } } }),
];

export function strategyWay(before: SetShape, after: SetShape, where: Kubectl, words: DeployerWords): DraftWay {
  const set = `statefulset/${after.name}`;
  const [ran, stay] = [before, after].map(({ pods }) => pods.map(({ name }) => name));
  const kept = (stay ?? []).filter((name) => ran?.includes(name));
  const result = resultOf(before, after, "adopted");
  return {
    kind: "patch",
    summary: "switch the StatefulSet to OnDelete by hand, which takes `rollingUpdate` out of it, then upgrade",
    steps: [
      ...words.first,
      {
        do: "switch the set that runs to OnDelete, without `rollingUpdate`; no pod restarts for it",
        commands: [kubectl(where, "patch", set, ...strategyPatch)],
        checks: [
          {
            command: kubectl(where, "get", set, "-o", "jsonpath={.spec.updateStrategy}"),
            expect: '{"type":"OnDelete"}',
            proof: { that: "strategy", strategy: { type: "OnDelete" } },
          },
          ...untouchedChecks(
            where,
            ran ?? [],
            `${ran?.length === 1 ? "it" : "every pod"} is there, with its AGE as before`,
          ),
        ],
        ifSkipped: "the upgrade is refused again",
      },
      {
        ...applyAgain(words.upgrade, where, after, "It is accepted now.", [
          ...untouchedChecks(where, kept, "these run on, with their AGE as before"),
        ]),
        ifSkipped: "only the strategy is changed: the pods run on as the old release made them",
      },
      ...words.last,
    ],
    warnings: [
      ...(kept.length === 0
        ? []
        : ["from then on no update replaces a pod: each takes what is new in its template once somebody deletes it"]),
      ...(words.warning === undefined ? [] : [words.warning]),
      ...(where.namespace === undefined ? [unplaced] : []),
    ],
    result,
  };
}
