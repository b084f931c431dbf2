import { defineRule } from "../../src/lint/contract/rule.ts";
import { list, mapping } from "../../src/model/fields.ts";
import type { Surroundings } from "../../src/model/workload.ts";

export const vctMissingTypemeta = defineRule({
  id: "vct-missing-typemeta",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim template lacks apiVersion and kind where Argo CD is in use",
  rationale: `Kubernetes needs neither apiVersion nor kind in a claim template and fills them in when it stores the set. Argo CD compares what
it applied with what is stored and shows the application as OutOfSync for good.`,
  severity: "info",
  confidence: "possible",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "Nearly every chart leaves them out: said only where the release carries Argo CD's annotations or labels.",
  references: ["argoproj/argo-cd#16707", "minio/minio#18770"],
  messages: {
    missing: {
      text: "claim template `{template}` has no {missing}: Argo CD, whose annotations this release carries, may show the set as OutOfSync for ever",
      help: "write `apiVersion: v1` and `kind: PersistentVolumeClaim` in the claim template",
    },
  },
  *check(set) {
    if (set.claimTemplates.length === 0 || !set.release.once(mentionsArgo)) return;
    const written = list(set.spec.volumeClaimTemplates);
    for (const { name, path } of set.claimTemplates) {
      const fields = mapping(written[Number(path[path.length - 1])]);
      const missing = ["apiVersion", "kind"].filter((key) => typeof fields[key] !== "string");
      if (missing.length === 0) continue;
      yield {
        message: "missing",
        data: { template: name, missing: missing.join(" and no ") },
        at: { manifest: set.manifest, path: [...path, "metadata", "name"] },
      };
    }
  },
});

/** Whether any manifest of the release is marked for Argo CD. */
function mentionsArgo({ manifests }: Surroundings): boolean {
  return manifests.some(({ value }) => {
    const { annotations, labels } = mapping(value.metadata);
    return [annotations, labels].some((map) => Object.keys(mapping(map)).some(isArgoKey));
  });
}

function isArgoKey(key: string): boolean {
  return /^argocd[\w-]*\.argoproj\.io\//.test(key);
}
