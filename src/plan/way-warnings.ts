/*
 * What a way through does not mend, or brings along: sentences that stand above its steps.
 */
import { filled } from "../model/fields.ts";
import { isSameValue } from "../model/same-value.ts";
import { claimWarnings } from "./claim-patches.ts";
import type { ImmutableChange } from "./immutable-fields.ts";
import { claimsOfTemplate, type SetShape } from "./set-shape.ts";
import { claimsNamedBy } from "./way-result.ts";
import type { WayOptions } from "./way-types.ts";

/** What the changes mean for the claims that exist, each said once. */
export function changeWarnings(
  changes: readonly ImmutableChange[],
  before: SetShape,
  after: SetShape,
  options: WayOptions,
): readonly string[] {
  const left = leftTemplates(before, after);
  const named = claimsNamedBy(after);
  return [...new Set(changes.flatMap((change) => warningOf(change, left, before, named, options)))];
}

/**
 * A set that is made anew begins its history with the template that it has then (`getStatefulSetRevisions` sets the
 * current revision to the update revision): of a pod below the partition only the pod itself is still the old one.
 */
export function partitionWarnings(
  before: SetShape,
  after: SetShape,
  pods: "run on" | "are made anew",
): readonly string[] {
  const partition = after.strategy === "OnDelete" ? 0 : (after.rollingUpdate?.partition ?? 0);
  if (partition === 0 || isSameValue(before.template, after.template)) return [];
  return [
    pods === "run on"
      ? `\`partition: ${partition}\` leaves pods as they run, and no longer keeps their template: the new StatefulSet does not know the old one, so a pod that ends (by a step, by a drained node) comes back on the new template`
      : `\`partition: ${partition}\` holds back no pod here: each is made anew, with the new template`,
  ];
}

/** The claim templates that the new set lacks, named once for all warnings: a few of many. Empty where none is gone. */
function leftTemplates(before: SetShape, after: SetShape): string {
  const next = new Set(after.claimTemplates);
  const names = before.claimTemplates.filter((name) => !next.has(name)).map((name) => `\`${name}\``);
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}

/** `left`: the templates that hold the old data, as text; `named`: the claims that the new pods' volumes name. */
function warningOf(
  change: ImmutableChange,
  left: string,
  before: SetShape,
  named: ReadonlySet<string>,
  options: WayOptions,
): string[] {
  switch (change.kind) {
    case "claim-added":
      return [
        left === ""
          ? `the claims of \`${change.template}\` are new and empty`
          : `the claims of \`${change.template}\` are new and empty: the data stays in those of ${left}; copy it over first, or keep the name`,
      ];
    case "claim-removed":
      return removedWarning(change.template, before, named);
    case "claim-size":
    case "claim-class":
      return claimWarnings(change, options);
    case "claim-other":
      if (change.path.at(-1) === "volumeMode") return modeWarnings(change, before);
      return [`the claims of \`${change.template}\` that exist keep their old spec; only new ones follow the template`];
    default:
      return [];
  }
}

function removedWarning(template: string, before: SetShape, named: ReadonlySet<string>): string[] {
  const claims = claimsOfTemplate(before, template);
  const others = claims.filter(({ name }) => !named.has(name));
  if (others.length === 0) return [];
  const which = others.length < claims.length ? "the other claims" : "the claims";
  return [
    `the pods come back without what is in ${which} of \`${template}\`: these stay, mounted by no pod, until somebody deletes them`,
  ];
}

/** Nothing turns a file system into a raw device: the kubelet does not start a pod that asks for the other. */
function modeWarnings(
  { template, from, to }: Extract<ImmutableChange, { kind: "claim-other" | "claim-class" | "claim-labels" }>,
  before: SetShape,
): string[] {
  const claims = claimsOfTemplate(before, template);
  const last = claims.at(-1);
  if (last === undefined) return [];
  return [
    `the claims of \`${template}\` that exist stay \`${show(from)}\`, and a pod that asks for \`${show(to)}\` never starts on one of them (ContainerCreating: volume ${template} has volumeMode ${show(from)}). Copy the data away first; once the StatefulSet is back, delete each pod with its claim, such as \`kubectl delete pvc/${last.name} pod/${last.pod}\`, so that a new claim is made, and put the data there`,
  ];
}

const show = (mode: unknown): string => filled(mode) ?? "Filesystem";
