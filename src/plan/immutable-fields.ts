import { fixedInClaimTemplates } from "../admission/claim-template-updates.ts";
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, isMapping, labels, list, mapping, text } from "../model/fields.ts";
import { newestMinor } from "../model/kubernetes-version.ts";
import { parseQuantity } from "../model/quantity.ts";
import { differences, isSameValue } from "../model/same-value.ts";
import type { Path } from "../read/path.ts";
import { storedSet } from "./stored-set.ts";

/** One change that no update of a StatefulSet may make. */
export type ImmutableChange =
  | ({ readonly kind: "serviceName" | "podManagementPolicy" | "revisionHistoryLimit"; readonly path: Path } & Values)
  | ({ readonly kind: "selector"; readonly path: Path } & Values)
  | { readonly kind: "claim-added" | "claim-removed"; readonly path: Path; readonly template: string }
  | ({ readonly kind: "claim-size"; readonly path: Path; readonly template: string; readonly grows: boolean } & Values)
  | ({
      readonly kind: "claim-labels" | "claim-class" | "claim-other";
      readonly path: Path;
      readonly template: string;
    } & Values)
  | ({ readonly kind: "other"; readonly path: Path } & Values);

interface Values {
  readonly from: unknown;
  readonly to: unknown;
}

/** Fields that an update may change in every version; revisionHistoryLimit since 1.33 (ValidateStatefulSetUpdate). */
const mutable = new Set([
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
]);

/**
 * What differs between two StatefulSets that the API server never lets change, after defaulting, whatever the version
 * says about it: below 1.37 it only names `spec`.
 */
export function immutableChanges(old: Fields, next: Fields, options: DefaultsOptions = {}): ImmutableChange[] {
  const kept = storedSet(old, options);
  const before = mapping(kept.spec);
  const after = mapping(storedSet(next, options, kept).spec);
  const changes: ImmutableChange[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (mutable.has(field) || isSameValue(before[field], after[field])) continue;
    if (field === "revisionHistoryLimit" && (options.minor ?? newestMinor) >= 33) continue;
    if (field === "volumeClaimTemplates") {
      const [was, is] = [before[field], after[field]].map((templates) =>
        fixedInClaimTemplates(templates, options.minor ?? newestMinor, options.featureGates),
      );
      if (!isSameValue(was, is)) changes.push(...claimChanges(was, is));
    } else
      for (const each of differences(before[field], after[field], ["spec", field]))
        changes.push({ kind: kindOf(field), ...each });
  }
  return changes;
}

/** What was changed, without what stayed: a selector's keys stand for themselves. */
function kindOf(field: string): "serviceName" | "podManagementPolicy" | "revisionHistoryLimit" | "selector" | "other" {
  switch (field) {
    case "serviceName":
    case "podManagementPolicy":
    case "revisionHistoryLimit":
    case "selector":
      return field;
    default:
      return "other";
  }
}

function claimChanges(before: unknown, after: unknown): ImmutableChange[] {
  const old = byName(before);
  const next = byName(after);
  const changes: ImmutableChange[] = [];
  for (const [name, { index, claim }] of next) {
    const path: Path = ["spec", "volumeClaimTemplates", index];
    const was = old.get(name);
    if (was === undefined) changes.push({ kind: "claim-added", path, template: name });
    else changes.push(...oneClaimsChanges(was.claim, claim, name, path));
  }
  for (const [name, { index }] of old)
    if (!next.has(name))
      changes.push({ kind: "claim-removed", path: ["spec", "volumeClaimTemplates", index], template: name });
  return changes.length > 0
    ? changes
    : [{ kind: "other", path: ["spec", "volumeClaimTemplates"], from: before, to: after }];
}

function byName(templates: unknown): Map<string, { readonly index: number; readonly claim: Fields }> {
  const found = new Map<string, { index: number; claim: Fields }>();
  for (const [index, claim] of list(templates).entries())
    if (isMapping(claim)) found.set(text(mapping(claim.metadata).name) ?? "", { index, claim });
  return found;
}

function oneClaimsChanges(was: Fields, is: Fields, template: string, path: Path): ImmutableChange[] {
  const changes: ImmutableChange[] = [];
  const add = (kind: "claim-labels", below: Path, from: unknown, to: unknown) => {
    if (!isSameValue(from ?? {}, to ?? {})) changes.push({ kind, template, path: [...path, ...below], from, to });
  };
  add("claim-labels", ["metadata", "labels"], labelsOf(was), labelsOf(is));
  add("claim-labels", ["metadata", "annotations"], mapping(was.metadata).annotations, mapping(is.metadata).annotations);
  const [from, to] = [storageOf(was), storageOf(is)];
  if (amountText(from) !== amountText(to))
    changes.push({
      kind: "claim-size",
      template,
      path: [...path, "spec", "resources", "requests", "storage"],
      from,
      to,
      grows: grows(from, to),
    });
  const others = differences(withoutStorage(was), withoutStorage(is), [...path, "spec"]);
  changes.push(
    ...others.map((each): ImmutableChange => {
      const isClass = each.path.at(-1) === "volumeAttributesClassName" && each.path.length === path.length + 2;
      return { kind: isClass ? "claim-class" : "claim-other", template, ...each };
    }),
  );
  return changes;
}

function labelsOf(claim: Fields): unknown {
  return Object.fromEntries(labels(mapping(claim.metadata).labels));
}

function storageOf(claim: Fields): unknown {
  return mapping(mapping(mapping(claim.spec).resources).requests).storage;
}

function amountText(value: unknown): unknown {
  return parseQuantity(value)?.nanos.toString() ?? value;
}

/** Whether a claim of the old size can be enlarged to the new one; it can never shrink. */
function grows(from: unknown, to: unknown): boolean {
  const [less, more] = [parseQuantity(from), parseQuantity(to)];
  return less !== undefined && more !== undefined && more.compare(less) > 0;
}

function withoutStorage(claim: Fields): Fields {
  const spec = mapping(claim.spec);
  const resources = mapping(spec.resources);
  const { storage: _storage, ...requests } = mapping(resources.requests);
  return { ...spec, resources: { ...resources, requests } };
}
