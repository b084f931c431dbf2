import { decode } from "../../src/admission/decode.ts";
import { definitionOfKind } from "../../src/admission/structure.ts";
import { decodeError, type Refusal, type RuleContext } from "../../src/lint/contract/context.ts";
import { versionOf } from "../../src/model/kubernetes-version.ts";
import type { Manifest } from "../../src/read/document.ts";
import { valueAt } from "../../src/read/path.ts";

/** What something else replaces before it is applied: envsubst, templates, SOPS, the plugins of Argo CD and Vault. */
const placeholder = /\$\{|\$\(|\{\{|<[^<>]+>|^ENC\[|^vault:|^ref\+|^\$[A-Z_]+$/;

/** What the API server cannot decode of a Secret or a ConfigMap, of which nothing more is known here. */
export function* undecodable(manifest: Manifest, { kubernetesVersions }: RuleContext): Generator<Refusal> {
  const { apiVersion, kind, sops } = manifest.value;
  const definition = definitionOfKind(apiVersion, kind);
  if (definition === undefined || sops !== undefined) return;
  const { errors } = decode(manifest.value, definition, versionOf(kubernetesVersions.at(-1)).minor);
  for (const { message, path } of errors) {
    const value = valueAt(manifest.value, path);
    if (typeof value === "string" && placeholder.test(value)) continue;
    yield { type: decodeError, field: path.join("."), detail: message, path, versions: kubernetesVersions };
  }
}
