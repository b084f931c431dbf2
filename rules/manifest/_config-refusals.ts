import { type ConfigValue, configDataRefusals } from "../../src/admission/config-data.ts";
import { decode } from "../../src/admission/decode.ts";
import { definitionOfKind } from "../../src/admission/structure.ts";
import { decodeError, type Refusal, type RuleContext } from "../../src/lint/contract/context.ts";
import { filled, mapping } from "../../src/model/fields.ts";
import { versionOf } from "../../src/model/kubernetes-version.ts";
import type { Manifest } from "../../src/read/document.ts";
import { valueAt } from "../../src/read/path.ts";

/** What something else replaces before it is applied: envsubst, templates, SOPS, the plugins of Argo CD and Vault. */
const placeholder = /\$\{|\$\(|\{\{|<[^<>]+>|^ENC\[|^vault:|^ref\+|^\$[A-Z_]+$/;

/** What the API server cannot decode of a Secret or a ConfigMap, or refuses of what it holds. */
export function* configRefusals(manifest: Manifest, { kubernetesVersions }: RuleContext): Generator<Refusal> {
  const { apiVersion, kind, sops } = manifest.value;
  const definition = definitionOfKind(apiVersion, kind);
  if (definition === undefined || sops !== undefined) return;
  const { errors } = decode(manifest.value, definition, versionOf(kubernetesVersions.at(-1)).minor);
  for (const { message, path } of errors) {
    const value = valueAt(manifest.value, path);
    if (typeof value === "string" && placeholder.test(value)) continue;
    yield { type: decodeError, field: path.join("."), detail: message, path, versions: kubernetesVersions };
  }
  if (errors.length > 0 || (kind !== "Secret" && kind !== "ConfigMap")) return;
  const type = filled(manifest.value.type) ?? "Opaque";
  const { minor } = versionOf(kubernetesVersions.at(-1));
  for (const refusal of configDataRefusals(kind, type, valuesOf(manifest), minor)) {
    const [, key = ""] = refusal.path;
    const value = valueAt(manifest.value, refusal.path);
    if (
      placeholder.test(String(key)) ||
      (typeof value === "string" && isReplaced(value, kind === "Secret" && refusal.path[0] === "data"))
    )
      continue;
    yield { ...refusal, versions: kubernetesVersions };
  }
}

const fields = ["data", "stringData", "binaryData"] as const;

function valuesOf({ kind, value }: Manifest): readonly ConfigValue[] {
  return fields.flatMap((field) => {
    if (field === (kind === "Secret" ? "binaryData" : "stringData")) return [];
    const isPlain = field === "stringData" || kind === "ConfigMap";
    return Object.entries(mapping(value[field])).map(([key, written]) => {
      const text = typeof written === "string" ? written : "";
      const isText = isPlain && field !== "binaryData";
      return {
        key,
        field,
        bytes: isText ? bytesOf(text) : Math.floor((text.length * 3) / 4) - 2,
        text: () => (isText ? text : atob(text.replace(/\s/g, ""))),
      };
    });
  });
}

/** Characters of a text that is no matter of size, as each has three bytes at most. */
function bytesOf(text: string): number {
  return text.length < 300_000 ? text.length : new TextEncoder().encode(text).length;
}

/** Whether something else is put in a value's place, which is then not what the server gets. */
function isReplaced(value: string, isEncoded: boolean): boolean {
  return placeholder.test(isEncoded ? atob(value.replace(/\s/g, "")) : value);
}
