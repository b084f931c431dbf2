import { labels } from "../model/fields.ts";
import { checksOfAll, forEachName, type Kubectl, kubectl, tally } from "./all-named.ts";
import { inOrdinalRange } from "./controlled-set.ts";
import type { ImmutableChange } from "./immutable-fields.ts";
import { claimsOfTemplate, type SetShape } from "./set-shape.ts";
import { type DraftStep, setOf } from "./way-steps.ts";

/** Scaling down under `whenScaled: Delete` would delete the claims. */
export function keepClaims(where: Kubectl, before: SetShape): DraftStep[] {
  if (before.whenScaled === "Retain" || before.claimTemplates.length === 0) return [];
  const patch = JSON.stringify({ spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: "Retain" } } });
  return [
    {
      do: "keep the claims while scaling down",
      commands: [kubectl(where, "patch", setOf(where), "--type=merge", "-p", patch)],
      checks: [
        {
          command: kubectl(where, "get", setOf(where), "-o", "jsonpath={.spec.persistentVolumeClaimRetentionPolicy}"),
          expect: "whenScaled is Retain",
          proof: { that: "scaled-claims-kept" },
        },
      ],
      ifSkipped: "scaling to zero deletes every claim, with its data",
    },
  ];
}

/** Labels of a claim template only go on claims that are created from it. */
export function labelClaims(where: Kubectl, before: SetShape, after: SetShape, change: ImmutableChange): DraftStep[] {
  if (change.kind !== "claim-labels") return [];
  const verb = change.path.includes("annotations") ? "annotate" : "label";
  const names = claimsOfTemplate(before, change.template)
    .filter(({ ordinal }) => inOrdinalRange(after, ordinal))
    .map(({ name }) => name);
  const [was, is] = [labels(change.from), labels(change.to)];
  const marks = [
    ...[...is].filter(([key, value]) => was.get(key) !== value),
    ...[...was.keys()].filter((key) => !is.has(key)).map((key): [string, undefined] => [key, undefined]),
  ];
  const words = marks.map(([key, value]) => (value === undefined ? `${key}-` : `${key}=${value}`));
  if (names.length === 0 || words.length === 0) return [];
  // What a terminal or a log shows otherwise than it is cannot be copied: another value would be written.
  if (words.some((word) => word.startsWith("-") || !/^[\x20-\x7e]*$/.test(word) || word.includes("##"))) return [];
  const has = marks.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  const lacks = marks.flatMap(([key, value]) => (value === undefined ? [key] : []));
  const [column, few] =
    verb === "label"
      ? ["LABELS:.metadata.labels", ["--show-labels"]]
      : [
          "ANNOTATIONS:.metadata.annotations",
          ["-o", "custom-columns=NAME:.metadata.name,ANNOTATIONS:.metadata.annotations"],
        ];
  const expect = [
    ...(has.length === 0 ? [] : [`each has ${has.join(" ")}`]),
    ...(lacks.length === 0 ? [] : [`none has ${lacks.join(" or ")} any more`]),
  ].join(", and ");
  return [
    {
      do: `${verb} the claims that exist like the template, ${verb === "label" ? "if anything selects them by it" : "if anything reads them"}`,
      commands:
        where.inStretches === true
          ? forEachName(where, "pvc", names, (claim) => [kubectl(where, verb, "--overwrite", claim, ...words)])
          : [kubectl(where, verb, "--overwrite", ...names.map((name) => `pvc/${name}`), ...words)],
      checks: checksOfAll(
        where,
        "pvc",
        names,
        { flags: few, expect },
        () => ({ flags: ["-o", `custom-columns=${column}`], through: tally, expect }),
        { that: "claims-marked", claims: names, marks },
      ),
      ifSkipped: `the claims that exist keep their old ${verb === "label" ? "labels" : "annotations"}; they work as before`,
    },
  ];
}
