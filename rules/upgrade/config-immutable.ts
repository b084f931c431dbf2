import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled } from "../../src/model/fields.ts";
import { isHookObject } from "../../src/model/hook-objects.ts";
import { found } from "../../src/model/lookup.ts";
import { dataOf } from "../../src/model/neighbours.ts";
import { isReplacedByForce } from "../../src/model/replaced.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";
import { listed, quoted } from "../_shared/listed.ts";
import { looksRandom } from "./_random-values.ts";

export const configImmutable = defineRule({
  id: "config-immutable",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary:
    "an update changes a ConfigMap or Secret that is immutable, or the type of a Secret, which the API server refuses",
  rationale: `Of an object with \`immutable: true\` no update may change the data, nor take the field away; of a Secret none may change the
type. The API server refuses it, and the release stops half-way: what was applied before it is new, the StatefulSet is not. Objects of that
kind are meant to be replaced by one of another name, which the pod template then names, so that the pods roll.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "refused",
  falseAlarms: `Left alone: hooks, which are deleted before they are made anew, and values that look as if each render made its own.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go",
  ],
  messages: {
    data: {
      text: "{kind} `{name}` is immutable and changes ({keys}): the API server refuses the update (field is immutable when `immutable` is set), and the upgrade stops there",
      help: "give it another name with each change, such as one that ends with a hash of the data, and name that in the pod template; the old one is needed until the last pod has restarted",
    },
    flag: {
      text: "{kind} `{name}` is immutable, and the update takes `immutable: true` away: the API server refuses it (field is immutable when `immutable` is set), and the upgrade stops there",
      help: "leave `immutable: true` there, or make a {kind} of another name",
    },
    type: {
      text: "the type of Secret `{name}` goes from `{from}` to `{to}`, which no update may change: the API server refuses it (field is immutable), and the upgrade stops there",
      help: "keep the type, or make a Secret of another name and have the pod template name that",
    },
  },
  *check(upgrade, context) {
    for (const kind of ["ConfigMap", "Secret"] as const) {
      for (const manifest of upgrade.after.ofKind(kind)) {
        const before = found(upgrade.before.named(kind, manifest.name, manifest));
        if (before === undefined || isHookObject(manifest, context.deployer) || isReplacedByForce(manifest)) continue;
        const { name } = manifest;
        const related = [{ manifest: before, path: ["metadata", "name"], message: "what runs now" }];
        const [from, to] = [typeOf(before), typeOf(manifest)];
        if (kind === "Secret" && from !== to)
          yield { message: "type", data: { name, from, to }, at: { manifest, path: ["type"] }, related };
        if (before.value.immutable !== true) continue;
        const { keys, path } = changedKeys(before, manifest);
        if (manifest.value.immutable !== true)
          yield { message: "flag", data: { kind, name }, at: { manifest, path: ["immutable"] }, related };
        else if (path !== undefined)
          yield {
            message: "data",
            data: { kind, name, keys: listed(keys, quoted, 5) },
            at: { manifest, path },
            related,
          };
      }
    }
  },
});

/** core/v1 SetDefaults_Secret. */
const typeOf = ({ value }: Manifest): string => filled(value.type) ?? "Opaque";

/** The keys whose texts differ, and where the first of them stands; what is gone stands nowhere but in the old object. */
function changedKeys(before: Manifest, after: Manifest): { readonly keys: readonly string[]; readonly path?: Path } {
  const old = new Map(dataOf(before).map(({ key, text }) => [key, text]));
  const keys: string[] = [];
  let first: Path | undefined;
  for (const { key, text, path } of dataOf(after)) {
    const was = old.get(key);
    old.delete(key);
    if (was === text || (was !== undefined && looksRandom(key, was, text))) continue;
    keys.push(key);
    first ??= path;
  }
  keys.push(...old.keys());
  if (keys.length === 0) return { keys };
  return { keys, path: first ?? ["metadata", "name"] };
}
