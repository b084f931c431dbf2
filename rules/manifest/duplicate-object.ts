import { defineRule } from "../../src/lint/contract/rule.ts";
import { groupOf } from "../../src/model/kinds.ts";
import { hooks } from "../../src/model/neighbours.ts";
import { isSameValue } from "../../src/model/same-value.ts";
import type { Document, Manifest } from "../../src/read/document.ts";

export const duplicateObject = defineRule({
  id: "duplicate-object",
  category: "manifest",
  subject: "Release",
  summary: "an object stands twice in one release, beside its StatefulSets",
  rationale: `There is one object of a kind, name and namespace. Helm 3 creates one after the other and ends the installation at the second
(\`already exists\`); \`kubectl apply\`, Argo CD and Helm 4 apply both, and the last one wins without a word. Most often two subcharts, or one
under two aliases, make their names from the release's name alone.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only objects of one input and one namespace as written; hooks are left alone, which Helm makes and deletes by themselves. Kinds that no rule
reads are not looked at. Two renders of different releases that were put into one file may hold the same object twice on purpose.`,
  references: ["helm/helm#2947", "confluentinc/cp-helm-charts#76"],
  messages: {
    alike: {
      text: "{kind} `{name}` stands twice in this release, word for word: Helm 3 creates the first and ends the installation at the second (already exists)",
      help: "leave one of the two out",
    },
    other: {
      text: "{kind} `{name}` stands twice in this release, and the two differ: Helm 3 creates the first and ends the installation at the second (already exists), kubectl, Argo CD and Helm 4 let the last one win",
      help: "give one of them another name (`fullnameOverride` or `nameOverride` where two subcharts make it), or leave one out",
    },
  },
  *check(release) {
    if (release.statefulSets.length === 0) return;
    const first = new Map<string, Document>();
    for (const document of release.documents) {
      const { apiVersion, kind, name, namespace = "" } = document.header;
      if (kind === undefined || name === undefined) continue;
      const key = `${document.file}\n${kind}\n${namespace}\n${name}\n${groupOf(apiVersion)}`;
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, document);
        continue;
      }
      const [one, other] = [onlyObject(before), onlyObject(document)];
      if (one === undefined || other === undefined) continue;
      yield {
        message: isSameValue(one.value, other.value) ? "alike" : "other",
        data: { kind, name },
        at: { manifest: other, path: ["metadata", "name"] },
        related: [{ manifest: one, path: ["metadata", "name"], message: "the first" }],
      };
    }
  },
});

/** The object of a document that is no hook to anybody. */
function onlyObject({ manifests, problem }: Document): Manifest | undefined {
  const [only, ...others] = problem === undefined ? manifests : [];
  return only === undefined || others.length > 0 || hooks(only).length > 0 ? undefined : only;
}
