import { defineRule } from "../../src/lint/contract/rule.ts";
import { misspeltType as misspelling } from "../../src/model/type-names.ts";

export const misspeltType = defineRule({
  id: "misspelt-type",
  category: "manifest",
  subject: "Release",
  summary: "the kind or the API group is misspelt, and no API server knows it",
  rationale: `The API server finds a type by its group, version and kind, letter by letter: \`Statefulset\` and \`app/v1\` are none of its
types, and \`no matches for kind\` stops the whole release. Until then nothing looks at the object, this linter's other rules included.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only where the type cannot exist: a custom resource's group always has a dot, so kinds in such groups are left alone, and so
is a name that is near no kind that we know.`,
  references: ["https://kubernetes.io/docs/concepts/overview/kubernetes-api/"],
  messages: {
    kind: {
      text: "no Kubernetes has a kind `{kind}` in `{apiVersion}`; did you mean `kind: {meant}`? The API server refuses it, and with it the release, and nothing else of it was checked",
      help: "write `kind: {meant}`: upper and lower case count",
    },
    untyped: {
      text: "no Kubernetes has a kind `{kind}`, and no apiVersion says where to look for it; did you mean `kind: {meant}`? No tool can apply it, and nothing else of it was checked",
      help: "write `kind: {meant}`, and its apiVersion, too",
    },
    group: {
      text: "no Kubernetes serves {kind} as `{apiVersion}`; did you mean `apiVersion: {meant}`? The API server refuses it, and with it the release, and nothing else of it was checked",
      help: "write `apiVersion: {meant}`",
    },
  },
  *check(release) {
    for (const manifest of [...release.manifests, ...release.others]) {
      const { kind, apiVersion } = manifest;
      const misspelt = misspelling({ kind, ...(apiVersion === "" ? {} : { apiVersion }) });
      if (misspelt === undefined) continue;
      const { field, meant } = misspelt;
      const at = { manifest, path: [field], aim: "value" } as const;
      yield {
        message: field === "apiVersion" ? "group" : apiVersion === "" ? "untyped" : "kind",
        data: { kind, apiVersion, meant },
        at,
        fix: { description: `write \`${meant}\``, changes: [{ do: "replace", place: at, text: meant }] },
      };
    }
  },
});
