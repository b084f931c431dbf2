/*
 * What an update makes of a StatefulSet, as it will be applied: by a three-way patch from the release before (Helm 3,
 * kubectl, Helm 4 on releases that were made so), or by server-side apply; never as a plain PUT.
 */
import { helm3Patch } from "../admission/helm3-patch.ts";
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, filled, integer, mapping } from "../model/fields.ts";
import { lastApplied } from "../model/last-applied.ts";
import { LatestAnswers } from "../model/latest-answers.ts";
import { isSameValue } from "../model/same-value.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { type RevisionChange, revisionChange } from "./revision-change.ts";
import { storedSet } from "./stored-set.ts";

/** How manifests reach the server. */
export type ApplyMode = "client" | "server";

export interface UpdateOptions extends DefaultsOptions {
  /** `client` unless set. */
  readonly apply?: ApplyMode;
}

export interface SetUpdate {
  /** What is stored before and afterwards, in the form in which the server keeps it. */
  readonly before: Fields;
  readonly after: Fields;
  readonly revision: RevisionChange;
  /** The client gives up before anything is sent: why, in its words. */
  readonly failed?: string;
}

/** Rules ask of so many sets at a time. */
const known = LatestAnswers.ofAll<Fields, { readonly key: string; readonly old: Fields; readonly update: SetUpdate }>(
  1_000,
);

/** Judges the update of `old`, as it is written or as a cluster gives it, to `next`. Kept for the last question. */
export function setUpdate(old: Fields, next: Fields, options: UpdateOptions = {}): SetUpdate {
  const key = `${options.minor ?? ""} ${options.apply ?? ""} ${JSON.stringify(options.featureGates ?? {})}`;
  const last = known.get(next);
  if (last !== undefined && last.key === key && last.old === old) return last.update;
  const update = judged(old, next, options);
  known.set(next, { key, old, update });
  return update;
}

function judged(old: Fields, next: Fields, options: UpdateOptions): SetUpdate {
  const before = storedSet(old, options);
  const { after, failed } = appliedTo(before, old, next, options, before);
  const revision = revisionChange(before, after);
  return failed === undefined ? { before, after, revision } : { before, after, revision, failed };
}

/** What is stored once `next` was applied over `live`, where `old` was applied before; `before` is what is stored of that. */
export function appliedTo(
  live: Fields,
  old: Fields,
  next: Fields,
  options: UpdateOptions,
  before = storedSet(old, options),
): Pick<SetUpdate, "after" | "failed"> {
  const written = withLiveReplicas(old, next);
  if (options.apply === "server") return { after: storedSet(withFilledStrategy(old, written, live), options, live) };
  // What is stored already is not patched, doubled entries of a list included.
  const whole = storedSet(written, options, live);
  if (isSameValue(whole.spec, live.spec)) return { after: whole };
  // The patch is made on apps/v1: an object of an older version comes back from the server in that form.
  const fresh = isCurrent(written) ? written : storedSet(written, options);
  const { result, failed } = helm3Patch(previousOf(old, before), fresh, live);
  const after = storedSet(result === undefined ? written : (result as Fields), options, live);
  return failed === undefined ? { after } : { after, failed };
}

/**
 * Server-side apply takes nothing away that it did not write: the `rollingUpdate` that the server filled in stays, with
 * `null` as well (the table of two releases in conformance/apply). What a live object says may be the deployer's own.
 */
function withFilledStrategy(old: Fields, next: Fields, before: Fields): Fields {
  const strategy = mapping(mapping(next.spec).updateStrategy);
  const { rollingUpdate } = mapping(mapping(before.spec).updateStrategy);
  if (strategy.type !== "OnDelete" || strategy.rollingUpdate || rollingUpdate === undefined || isLive(old)) return next;
  if (mapping(mapping(old.spec).updateStrategy).rollingUpdate !== undefined) return next;
  return { ...next, spec: { ...mapping(next.spec), updateStrategy: { ...strategy, rollingUpdate } } };
}

function isCurrent({ apiVersion }: Fields): boolean {
  return apiVersion === "apps/v1";
}

/** Whether a manifest comes from a cluster: the server has written into it. */
export function isLive(manifest: Fields): boolean {
  return filled(mapping(manifest.metadata).uid) !== undefined;
}

/** Whoever leaves `replicas` out leaves those of the live set alone: nothing was ever applied that could be removed. */
export function withLiveReplicas(old: Fields, next: Fields): Fields {
  const spec = mapping(next.spec);
  if (!isLive(old) || (spec.replicas !== undefined && spec.replicas !== null)) return next;
  const applied = lastApplied(old);
  if (applied !== undefined && mapping(applied.spec).replicas !== undefined) return next;
  return { ...next, spec: { ...spec, replicas: mapping(old.spec).replicas } };
}

/**
 * How many pods are known to run of a set whose manifests leave the number to an autoscaler: as many as it keeps at least.
 * Undefined where it is written, or the cluster itself tells.
 */
export function autoscaledReplicas({ manifest, autoscalers }: StatefulSetView): number | undefined {
  const { replicas } = mapping(manifest.value.spec);
  if (isLive(manifest.value) || (replicas !== undefined && replicas !== null)) return undefined;
  const least = Math.max(0, ...autoscalers.map(({ minReplicas }) => minReplicas));
  return least > 1 ? least : undefined;
}

/** Else what is made anew asks for one pod, however many run. */
export function writesReplicas({ spec }: StatefulSetView): boolean {
  return integer(spec.replicas) !== undefined;
}

/** A set with so many replicas; as it is where none are given. */
export function withReplicas(set: Fields, replicas: number | undefined): Fields {
  return replicas === undefined ? set : { ...set, spec: { ...mapping(set.spec), replicas } };
}

const restartedKey = "kubectl.kubernetes.io/restartedAt";

/** What the deployer wrote last, against which a patch finds what was taken away. */
function previousOf(old: Fields, before: Fields): Fields {
  if (!isLive(old)) return isCurrent(old) ? old : before;
  return lastApplied(old) ?? withoutRestart(before);
}

/** `kubectl rollout restart` wrote that annotation, no chart did: a patch leaves it where it is. */
function withoutRestart(set: Fields): Fields {
  const spec = mapping(set.spec);
  const template = mapping(spec.template);
  const metadata = mapping(template.metadata);
  const annotations = mapping(metadata.annotations);
  if (!Object.hasOwn(annotations, restartedKey)) return set;
  const { [restartedKey]: _restarted, ...others } = annotations;
  return { ...set, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations: others } } } };
}
