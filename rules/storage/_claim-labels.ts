import { changeableInClaimTemplates } from "../../src/admission/claim-template-updates.ts";
import type { RuleContext } from "../../src/lint/contract/context.ts";
import type { RelatedViolationPlace, Violation } from "../../src/lint/contract/rule.ts";
import { parseMinor } from "../../src/model/kubernetes-version.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";

/** A label of claim templates: where it stands first, and in which further templates it is repeated alike. */
export interface ClaimLabel {
  readonly key: string;
  readonly value: string;
  /** The name of the first claim template that has it. */
  readonly template: string;
  readonly path: Path;
  readonly again: readonly { readonly template: string; readonly path: Path }[];
}

/** Every label of the claim templates, one entry for each key and value. */
export function claimLabels(set: StatefulSetView): readonly ClaimLabel[] {
  const found = new Map<string, ClaimLabel & { again: { template: string; path: Path }[] }>();
  for (const { name: template, labels, path: at } of set.claimTemplates) {
    for (const [key, value] of labels) {
      const path = [...at, "metadata", "labels", key];
      const id = JSON.stringify([key, value]);
      const first = found.get(id);
      if (first === undefined) found.set(id, { key, value, template, path, again: [] });
      else first.again.push({ template, path });
    }
  }
  return [...found.values()];
}

/** The versions asked for in which an update that changes a label of a claim template is refused. */
export function versionsThatFixLabels(context: RuleContext): readonly string[] {
  return context.kubernetesVersions.filter(
    (version) => !changeableInClaimTemplates(parseMinor(version), context.gatesOn(version)).has("labels"),
  );
}

/** The change that takes the label out of every claim template. */
export function withoutLabel(set: StatefulSetView, { key, path, again }: ClaimLabel): NonNullable<Violation["fix"]> {
  return {
    description: `leave \`${key}\` out of the claim template's labels`,
    changes: [path, ...again.map((place) => place.path)].map((at) => ({
      do: "remove",
      place: { manifest: set.manifest, path: at },
    })),
  };
}

/** The further claim templates that repeat the label. */
export function repeated(set: StatefulSetView, { again }: ClaimLabel): RelatedViolationPlace[] {
  return again.map(({ template, path }) => ({
    manifest: set.manifest,
    path,
    message: `claim template ${template} has it too`,
  }));
}
