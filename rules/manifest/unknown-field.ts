import { fieldSuggestion } from "../../src/admission/suggestion.ts";
import type { Refusal } from "../../src/lint/contract/context.ts";
import { unknownField as unknownFieldType } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { versionRange } from "../../src/model/kubernetes-version.ts";
import type { Manifest } from "../../src/read/document.ts";
import { formatPath } from "../../src/read/path.ts";
import { misplacedFields } from "../_shared/misplaced.ts";
import { takenOver } from "../_shared/refusals.ts";

export const unknownField = defineRule({
  id: "unknown-field",
  category: "manifest",
  subject: "Release",
  summary: "a field that Kubernetes does not know",
  rationale: `Kubernetes does not read a field that it does not know. kubectl asks the API server to refuse such a manifest, and Helm 4's
server-side apply has it refused too. Under Helm 3 the server drops the field and only warns: the release is installed, and what the field
should do never happens.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Fields of the StatefulSet that stand in the wrong place or case are told by \`misplaced-field\`. A field that is younger than
the Kubernetes asked for is named as such.`,
  references: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"],
  messages: {
    unknown: {
      text: "`{key}` is no field of `{parent}`: kubectl and Helm 4 refuse the {kind}, Helm 3 applies it without the field and what it says never happens",
      help: "remove `{key}`, or write the field that was meant",
    },
    misspelt: {
      text: "`{key}` is no field of `{parent}`: kubectl and Helm 4 refuse the {kind}, Helm 3 applies it without the field and what it says never happens",
      help: "did you mean `{suggestion}`? Upper and lower case count",
    },
    misplaced: {
      text: "`{key}` is no field of `{parent}`: kubectl and Helm 4 refuse the {kind}, Helm 3 applies it without the field and what it says never happens",
      help: "it belongs under `{suggestion}`: move it there, and mind the indentation",
    },
    young: {
      text: "Kubernetes {versions} does not know the field `{key}` of `{parent}`: kubectl and Helm 4 refuse the {kind} there, Helm 3 applies it without the field",
      help: "remove `{key}` for clusters of these versions, in a chart by `.Capabilities.KubeVersion`",
    },
  },
  *check(release, context) {
    for (const manifest of release.admitted) {
      const refusals = context.refusals(manifest).filter(({ type }) => type === unknownFieldType);
      if (refusals.length === 0) continue;
      const told = new Set(
        manifest.kind === "StatefulSet" ? misplacedFields(manifest.value).map(({ path }) => formatPath(path)) : [],
      );
      for (const refusal of refusals) {
        const { path, versions } = refusal;
        if (told.has(formatPath(path))) continue;
        const suggestion = suggestionFor(manifest, refusal);
        // A later version knows the very field: nothing is misspelt.
        const isKnownLater = suggestion.message === "misspelt" && suggestion.text === path.at(-1);
        const young = isKnownLater || versions.length < context.kubernetesVersions.length;
        yield {
          message: young ? "young" : suggestion.message,
          data: {
            key: String(path[path.length - 1] ?? ""),
            parent: path.length < 2 ? manifest.kind : formatPath(path.slice(0, -1)),
            kind: manifest.kind,
            suggestion: suggestion.text,
            versions: versionRange(versions),
          },
          at: { manifest, path, aim: "key" },
          ...takenOver(refusal, context),
          ...(!young && suggestion.message === "misspelt"
            ? {
                fix: {
                  description: `write \`${suggestion.text}\``,
                  changes: [{ do: "replace", place: { manifest, path, aim: "key" }, text: suggestion.text }],
                },
              }
            : {}),
        };
      }
    }
  },
});

interface Suggestion {
  readonly message: "unknown" | "misspelt" | "misplaced";
  readonly text: string;
}

function suggestionFor({ kind, apiVersion }: Manifest, { path }: Refusal): Suggestion {
  const definition = apiVersion === "autoscaling/v1" ? `${kind}V1` : kind;
  const suggestion = fieldSuggestion(definition, path);
  if (suggestion === undefined) return { message: "unknown", text: "" };
  if (suggestion.is === "misspelt") return { message: "misspelt", text: suggestion.key };
  return { message: "misplaced", text: suggestion.path.join(".") };
}
