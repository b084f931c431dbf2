import type { Refusal } from "../../src/lint/contract/context.ts";
import { decodeError, unknownField } from "../../src/lint/contract/context.ts";
import { defineRule, type Violation } from "../../src/lint/contract/rule.ts";
import { type Fields, has, labels, mapping } from "../../src/model/fields.ts";
import { versionRange } from "../../src/model/kubernetes-version.ts";
import type { Manifest } from "../../src/read/document.ts";
import { formatPath, type Path, valueAt } from "../../src/read/path.ts";
import { misplacedFields, misplacedVolumeNames } from "../_shared/misplaced.ts";
import { takenOver } from "../_shared/refusals.ts";
import { adviceOn } from "./_advice.ts";
import { configRefusals } from "./_config-refusals.ts";

export const apiRefused = defineRule({
  id: "api-refused",
  category: "manifest",
  subject: "Release",
  summary: "the API server refuses the manifest",
  rationale: `What the API server would answer to \`kubectl apply --dry-run=server\`, without a cluster: each refusal in its own words, for the
StatefulSet and the Services, claims, budgets and autoscalers beside it, and of Secrets and ConfigMaps what they hold. A refused manifest stops the whole release.`,
  severity: "error",
  confidence: "certain",
  givesWay: true,
  preset: "recommended",
  since: "0.1.0",
  foretells: "refused",
  falseAlarms: `A refusal that another rule explains better is reported by that rule. What webhooks of the cluster change or refuse besides is
not known here. Manifests in which something else replaces variables before they are applied, such as \`\${NAME}\` by envsubst or Flux, are
no manifests yet: lint what comes of them. Data of Secrets that SOPS or a plugin replaces is left alone.`,
  references: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run"],
  messages: {
    refused: {
      text: "the API server refuses this {kind}: {field}: {detail}",
      help: "{advice}",
    },
    unreadable: {
      text: "the API server cannot read this {kind} at {field}: {detail}",
      help: "{advice}",
    },
    partly: {
      text: "the API server of Kubernetes {versions} refuses this {kind}: {field}: {detail}",
      help: "{advice}",
    },
  },
  *check(release, context) {
    for (const manifest of release.admitted) {
      const refusals = context.refusals(manifest).filter(({ type }) => type !== unknownField);
      if (refusals.length === 0) continue;
      const follows = manifest.kind === "StatefulSet" ? consequences(manifest.value) : () => false;
      for (const refusal of refusals) {
        if (follows(refusal)) continue;
        const { type, field, detail, versions } = refusal;
        const path = exactPath(refusal, manifest);
        const partly = versions.length < context.kubernetesVersions.length;
        yield {
          message: type === decodeError ? "unreadable" : partly ? "partly" : "refused",
          data: {
            kind: manifest.kind,
            field: type === decodeError ? formatPath(path) : field,
            detail,
            versions: versionRange(versions),
            advice: adviceOn(refusal, valueAt(manifest.value, path)),
          },
          at: { manifest, path },
          ...contradicted(refusal, manifest),
          ...takenOver(refusal, context),
        };
      }
    }
    for (const kind of ["Secret", "ConfigMap"]) {
      for (const manifest of release.ofKind(kind)) {
        for (const refusal of configRefusals(manifest, context)) {
          const { type, field, detail, path } = refusal;
          const isDecoding = type === decodeError;
          const advice = adviceOn(refusal, isDecoding ? valueAt(manifest.value, path) : undefined);
          yield {
            message: isDecoding ? "unreadable" : "refused",
            data: { kind, field: isDecoding ? formatPath(path) : field, detail, advice },
            at: { manifest, path },
            ...takenOver(refusal, context),
          };
        }
      }
    }
  },
});

/** The server names the whole strategy where only its type is wrong. */
function exactPath({ path, detail }: Refusal, { value }: Manifest): Path {
  const typed =
    detail.includes("must be 'RollingUpdate' or 'OnDelete'") && has(mapping(value.spec).updateStrategy, "type");
  return typed ? [...path, "type"] : path;
}

/** Of a selector that the pods do not meet the server names the pods' labels alone; this is the label asked for. */
function contradicted({ detail }: Refusal, manifest: Manifest): Pick<Violation, "related"> {
  if (!detail.includes("`selector` does not match")) return {};
  const { selector, template } = mapping(manifest.value.spec);
  const own = labels(mapping(mapping(template).metadata).labels);
  const unmet = [...labels(mapping(selector).matchLabels)].find(([key, value]) => own.get(key) !== value);
  if (unmet === undefined) return {};
  const path = ["spec", "selector", "matchLabels", unmet[0]];
  return { related: [{ manifest, path, message: `the selector asks for \`${unmet[0]}: ${unmet[1]}\`` }] };
}

/**
 * Tells the refusals that follow from a field in the wrong place: what stands there is missing where it belongs. The
 * misplaced field is told by its own rule.
 */
function consequences(value: Fields): (refusal: Refusal) => boolean {
  const misplaced = misplacedFields(value);
  if (misplaced.length === 0) return () => false;
  const volumes = new Set(misplacedVolumeNames(value));
  const missing = misplaced.map(({ where, field, path }) =>
    where === "" ? formatPath([...path.slice(0, -1), field]) : `${where}.${field}`,
  );
  return ({ field, type, detail }) => {
    if (type === "FieldValueNotFound" && [...volumes].some((name) => detail.includes(JSON.stringify(name))))
      return true;
    if (missing.includes("spec.selector") && detail.includes("`selector` does not match")) return true;
    return missing.some((name) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`));
  };
}
