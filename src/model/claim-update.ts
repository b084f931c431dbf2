import { type Fields, filled, has, isMapping, labels, mapping } from "./fields.ts";
import { lastApplied } from "./last-applied.ts";
import { merged } from "./merged.ts";

/** Both sides of an update of a PersistentVolumeClaim, as the server compares them. */
export interface ClaimUpdate {
  readonly next: Fields;
  readonly old: Fields;
}

/**
 * What a cluster holds has fields that no manifest writes, such as `volumeName` and the default class: an apply leaves them
 * as they are, but for those that `kubectl apply` wrote last and that are gone. What was only rendered has no status: its
 * claim is taken for bound, with as much as it asked for, since pods run on it; then it may grow.
 */
export function claimUpdate(next: Fields, before: Fields): ClaimUpdate {
  const spec = written(mapping(next.spec));
  const live = mapping(before.spec);
  const old = filled(mapping(before.status).phase) === undefined ? { ...before, status: boundStatus(before) } : before;
  if (!isLive(before) && !(filled(live.volumeName) !== undefined && !has(spec, "volumeName"))) return { next, old };
  return { next: { ...next, spec: merged(without(live, droppedOf(before), spec), spec) }, old };
}

/** Whether the server has written into it. An export may be cleaned of some of this; then a volume that no manifest names tells. */
function isLive(claim: Fields): boolean {
  const { uid, creationTimestamp, resourceVersion } = mapping(claim.metadata);
  const marks = [uid, creationTimestamp, resourceVersion, mapping(claim.status).phase];
  return marks.some((mark) => filled(mark) !== undefined) || lastApplied(claim) !== undefined;
}

/** What `kubectl apply` wrote last, which it takes away where it is written no more. Helm takes objects over and leaves the annotation. */
function droppedOf(before: Fields): Fields {
  const notes = labels(mapping(before.metadata).annotations);
  return notes.has("meta.helm.sh/release-name") ? {} : written(mapping(lastApplied(before)?.spec));
}

/** `live` without what is in `dropped` and not in `kept`. */
function without(live: Fields, dropped: Fields, kept: Fields): Fields {
  return Object.fromEntries(
    Object.entries(live).flatMap(([key, value]) => {
      if (!has(dropped, key)) return [[key, value]];
      if (!has(kept, key)) return [];
      const [inner, other] = [dropped[key], kept[key]];
      return isMapping(value) && isMapping(inner) && isMapping(other)
        ? [[key, without(value, inner, other)]]
        : [[key, value]];
    }),
  );
}

function boundStatus({ spec }: Fields): Fields {
  const { storage } = mapping(mapping(mapping(spec).resources).requests);
  return { phase: "Bound", ...(storage === undefined ? {} : { capacity: { storage } }) };
}

/** What a manifest writes: Helm and kubectl drop a null as they read it. */
function written(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [[key, isMapping(value) ? written(value) : value]],
    ),
  );
}
