import { type ApplyConflict, conflictText } from "../../src/admission/apply-conflicts.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { found } from "../../src/model/lookup.ts";
import type { Manifest } from "../../src/read/document.ts";
import { type ByHand, byHand } from "../_shared/by-hand.ts";
import { conflictsOf } from "./_field-managers.ts";
import { shown } from "./_refused.ts";

export const applyConflict = defineRule({
  id: "apply-conflict",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "server-side apply changes a field that somebody else owns, which is refused or takes it over",
  rationale: `Under server-side apply each field of a live object belongs to whoever wrote it last. Helm 4 and \`kubectl apply --server-side\` are
refused with a conflict (409) where they write another value into a field of an autoscaler, of \`kubectl edit\` or of another deployer,
and nothing of the object is applied. Flux and Argo CD always apply by force: they take the field over and set it back.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only where \`--against\` holds the live objects with their managers: \`kubectl get … -o yaml --show-managed-fields\`. Silent under
client-side apply, unless the object shows that its deployer applies server-side. Who else wrote since is not known.`,
  references: [
    "https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts",
    "carto-selfhosted/carto-selfhosted-helm#891",
  ],
  messages: {
    refused: {
      text: "the apply of {kind} `{name}` is refused with a conflict (409, `{says}`): {manager} set `{field}` to {from}, and the manifest writes {to}",
      help: "{keep}, or take the field over by force: `{force}`, which sets it to {to}",
    },
    forced: {
      text: "{deployer} applies {kind} `{name}` by force and takes `{field}` over from {manager}: {from} becomes {to}, and so again whenever {manager} writes it",
      help: "{keep}; else nothing, if what {manager} wrote is to go",
    },
  },
  *check(upgrade, context) {
    const services = upgrade.after.services.flatMap(({ manifest }) => {
      const before = found(upgrade.before.named("Service", manifest.name, manifest));
      return before === undefined ? [] : [{ before, after: manifest }];
    });
    const sets = upgrade.pairs.map((pair) => ({ before: pair.before.manifest, after: pair.after.manifest }));
    for (const { before, after } of [...sets, ...services]) {
      const hands = byHand(after, context, before);
      const { conflicts, isForced } = conflictsOf(after, before, hands.deployment, context);
      for (const conflict of conflicts.slice(0, most)) {
        const says = conflictText(conflict);
        yield {
          message: isForced ? "forced" : "refused",
          ...(isForced ? { severity: "warning" } : {}),
          data: {
            kind: after.kind,
            name: after.name,
            says: `${says}: ${conflict.field}`,
            field: conflict.field,
            manager: managerText(conflict),
            from: shortened(conflict.from),
            to: shortened(conflict.to),
            deployer: hands.deployment.by === "flux" ? "Flux" : "Argo CD",
            keep: keepText(conflict, hands),
            force: forceCommand(hands),
          },
          at: { manifest: after, path: conflict.path },
          related: [{ manifest: before, path: livePath(before, conflict), message: "as it runs now" }],
          ...(isForced ? {} : { admission: { type: "FieldManagerConflict", field: conflict.field, detail: says } }),
        };
      }
    }
  },
});

/** More of one object are not spelt out. */
const most = 20;

/** `kube-controller-manager` through scale, at 2026-01-10T10:00:00Z. */
function managerText({ manager: { name, subresource, time } }: ApplyConflict): string {
  return `\`${name}\`${subresource === "" ? "" : ` (through ${subresource})`}${time === undefined ? "" : ` at ${time}`}`;
}

function keepText({ field, from, manager }: ApplyConflict, { source }: ByHand): string {
  if (field === ".spec.replicas")
    return `leave \`replicas\` out ${source}, and the number of \`${manager.name}\` stays`;
  return from === undefined ? `leave the field out ${source}` : `write what runs ${source}`;
}

function forceCommand({ deployment, deploy }: ByHand): string {
  switch (deployment.by) {
    case "helm":
      return `${deploy} --server-side=true --force-conflicts`;
    case "kubectl":
      return deploy.replace("kubectl apply", "kubectl apply --server-side --force-conflicts");
    default:
      return deploy;
  }
}

function shortened(value: unknown): string {
  const text = shown(value);
  return text.length > 80 ? `${text.slice(0, 78)}…\`` : text;
}

/** Where the live object has the field under the same path, else the name. */
function livePath({ value }: Manifest, { path }: ApplyConflict): readonly (string | number)[] {
  let node: unknown = value;
  for (const step of path) {
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, step)) return ["metadata", "name"];
    node = (node as Record<string | number, unknown>)[step];
  }
  return path;
}
