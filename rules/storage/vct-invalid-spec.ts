import type { Refusal } from "../../src/lint/contract/context.ts";
import { defineRule, type Violation } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { asText, has, list, mapping } from "../../src/model/fields.ts";
import { parseQuantity } from "../../src/model/quantity.ts";
import type { ClaimTemplate, StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";
import { refusalAt, whereRefused } from "../_shared/refusal-at.ts";

const modes: readonly string[] = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

type MessageId = "noList" | "noModes" | "badMode" | "mixedModes" | "noStorage" | "noAmount" | "refused";

export const vctInvalidSpec = defineRule({
  id: "vct-invalid-spec",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim template's spec is none that the API server takes for a claim",
  rationale: `Each pod of a StatefulSet waits for its claims. A claim needs an access mode and a size above zero; one without is refused.
Kubernetes 1.34 and later refuse the StatefulSet itself; earlier versions accept it, and its controller then fails to create the
first claim and never gets to the pod. The spec of a claim template cannot be changed afterwards.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None known.",
  references: ["kubernetes/kubernetes#132211", "kubernetes/kubernetes#132212"],
  messages: {
    noList: {
      text: "the access modes of claim template `{template}` are not a list: no Kubernetes version can read the StatefulSet, and the release fails there",
      help: 'write a list, `accessModes: ["ReadWriteOnce"]`',
    },
    noModes: {
      text: "claim template `{template}` has no access mode: {outcome}",
      help: 'write `accessModes: ["ReadWriteOnce"]` in the spec of the claim template',
    },
    badMode: {
      text: "claim template `{template}` has the access mode `{mode}`, which Kubernetes does not know: {outcome}",
      help: "write ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod",
    },
    mixedModes: {
      text: "claim template `{template}` asks for ReadWriteOncePod and other access modes at once: {outcome}",
      help: "write ReadWriteOncePod alone, or leave it out",
    },
    noStorage: {
      text: "claim template `{template}` requests no storage: {outcome}",
      help: "write `resources: { requests: { storage: 10Gi } }` in the spec of the claim template, with the size that the data needs",
    },
    noAmount: {
      text: "claim template `{template}` requests `{amount}` of storage: {outcome}",
      help: "request an amount above zero, such as `storage: 10Gi`",
    },
    refused: {
      text: "the API server refuses claim template `{template}`: {detail}",
      help: "correct `{field}`: claims are made from this template as it stands",
    },
  },
  *check(set, context) {
    const refusals = new Map<string, Refusal[]>();
    for (const refusal of context.refusals(set.manifest)) {
      if (!isOfClaimTemplate(refusal)) continue;
      const same = refusals.get(refusal.field);
      if (same === undefined) refusals.set(refusal.field, [refusal]);
      else same.push(refusal);
    }
    for (const template of set.claimTemplates) {
      for (const violation of faults(template, set)) {
        const { subject, ...rest } = violation;
        if (rest.message === "noList") {
          yield { ...rest, ...refusalAt(context, rest.at) };
          continue;
        }
        const own = refusals.get(subject)?.pop();
        yield* whereRefused(context, rest, "can create none of its claims and pods", own);
      }
    }
    const names = new Map(set.claimTemplates.map(({ path, name }) => [path[2], name]));
    for (const refusal of [...refusals.values()].flat()) {
      yield {
        message: "refused",
        data: {
          template: names.get(refusal.path[2]) ?? "",
          detail: refusal.detail,
          field: String(refusal.path[refusal.path.length - 1]),
        },
        at: { manifest: set.manifest, path: refusal.path },
        ...admission(refusal),
        ...someVersions(refusal.versions, context),
      };
    }
  },
});

/** Refusals of a value, not of a field's name or type: those are `unknown-field`'s and `api-refused`'s. */
function isOfClaimTemplate({ path, type }: Refusal): boolean {
  return path[0] === "spec" && path[1] === "volumeClaimTemplates" && path.length > 2 && type.startsWith("FieldValue");
}

function admission(refusal: Refusal): Pick<Violation, "admission"> {
  const { type, field, detail } = refusal;
  return { admission: { type, field, detail } };
}

/** A fault of the claim template, and the server's name for the field that is at fault. */
type Fault = Violation<MessageId> & { readonly subject: string };

/** Mirrors ValidatePersistentVolumeClaimSpec (pkg/apis/core/validation/validation.go) for modes and size. */
function* faults({ path, name, spec }: ClaimTemplate, set: StatefulSetView): Generator<Fault> {
  const inSpec = [...path, "spec"];
  const template = name;
  const server = `spec.volumeClaimTemplates[${path[2]}].spec`;
  const at = (place: Path) => ({ manifest: set.manifest, path: place });
  const accessModes = list(spec.accessModes).map((mode) => mode ?? "");
  const modesAt = [...inSpec, "accessModes"];
  const subject = `${server}.accessModes`;
  if (has(spec, "accessModes") && spec.accessModes !== null && !Array.isArray(spec.accessModes)) {
    yield { subject, message: "noList", data: { template }, at: at(modesAt) };
  } else if (accessModes.length === 0) {
    yield { subject, message: "noModes", data: { template }, at: at(modesAt) };
  }
  for (const [index, mode] of accessModes.entries()) {
    if (typeof mode !== "string" || modes.includes(mode)) continue;
    yield {
      subject,
      message: "badMode",
      data: { template, mode: mode === "" ? "(empty)" : mode },
      at: at([...modesAt, index]),
    };
  }
  if (accessModes.length > 1 && accessModes.includes("ReadWriteOncePod")) {
    yield { subject, message: "mixedModes", data: { template }, at: at(modesAt) };
  }
  const requests = mapping(mapping(spec.resources).requests);
  const storageAt = [...inSpec, "resources", "requests", "storage"];
  const storageSubject = `${server}.resources[storage]`;
  if (!has(requests, "storage")) {
    yield { subject: storageSubject, message: "noStorage", data: { template }, at: at(storageAt) };
    return;
  }
  // The server reads null as an amount of nought.
  const amount = parseQuantity(requests.storage ?? "0");
  if (amount !== undefined && amount.sign <= 0) {
    const shown = requests.storage === null ? "(empty)" : asText(requests.storage);
    yield { subject: storageSubject, message: "noAmount", data: { template, amount: shown }, at: at(storageAt) };
  }
}
