import type { Place } from "../../src/lint/contract/rule.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, isMapping, mapping } from "../../src/model/fields.ts";
import { type ClaimSpec, readClaimSpec } from "../../src/model/neighbours.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Surroundings } from "../../src/model/workload.ts";

export const claimClassEmpty = defineRule({
  id: "claim-class-empty",
  category: "storage",
  subject: "StatefulSet",
  summary: "an empty storage class asks for volumes that somebody made by hand",
  rationale: `\`storageClassName: ""\` is not the default class: it switches dynamic provisioning off, and the claim binds only to a volume that has no class either.
Where nobody made such volumes the claims stay \`Pending\` and no pod starts. In charts it is usually a value that was left empty.`,
  severity: "info",
  confidence: "certain",
  preset: "strict",
  since: "0.2.0",
  falseAlarms:
    "A claim with a volumeName or a selector asks for such volumes on purpose and is left alone, and so is any claim where the input holds volumes without a class.",
  references: ["https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1"],
  messages: {
    empty: {
      text: '{claim} has an empty storage class (`storageClassName: ""`), which switches provisioning off: unless volumes without a class were made by hand it stays Pending, and no pod starts',
      help: "leave `storageClassName` out for the cluster's default class, or name one",
    },
  },
  *check(set) {
    if (set.release.once(hasVolumeWithoutClass)) return;
    for (const { claim, spec, at } of claims(set)) {
      if (spec.storageClassName !== "" || filled(spec.spec.volumeName) !== undefined) continue;
      if (isMapping(spec.spec.selector)) continue;
      yield { message: "empty", data: { claim }, at };
    }
  },
});

/** Whether the input brings volumes that such a claim binds to. */
function hasVolumeWithoutClass(release: Surroundings): boolean {
  return release
    .ofKind("PersistentVolume")
    .some(({ value }) => filled(mapping(value.spec).storageClassName) === undefined);
}

function claims(
  set: StatefulSetView,
): readonly { readonly claim: string; readonly spec: ClaimSpec; readonly at: Place }[] {
  return [
    ...set.claimTemplates.map((template) => ({
      claim: `claim template \`${template.name}\``,
      spec: template,
      at: { manifest: set.manifest, path: [...template.path, "spec", "storageClassName"] },
    })),
    ...set.namedClaims.flatMap(({ claimName, claim }) =>
      claim.state !== "found"
        ? []
        : [
            {
              claim: `the claim \`${claimName}\``,
              spec: readClaimSpec(claim.it.value.spec),
              at: { manifest: claim.it, path: ["spec", "storageClassName"] },
            },
          ],
    ),
  ];
}
