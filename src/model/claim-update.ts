import { type Fields, filled, isMapping, mapping } from "./fields.ts";
import { merged } from "./merged.ts";

/** Both sides of an update of a PersistentVolumeClaim, as the server compares them. */
export interface ClaimUpdate {
  readonly next: Fields;
  readonly old: Fields;
}

/**
 * What a cluster holds has fields that no manifest writes, such as `volumeName` and the default class: an apply leaves them
 * as they are. What was only rendered has no status: its claim is taken for bound, with as much as it asked for, since pods
 * run on it; then it may grow.
 */
export function claimUpdate(next: Fields, before: Fields): ClaimUpdate {
  const isLive = filled(mapping(before.metadata).uid) !== undefined;
  return {
    next: isLive ? { ...next, spec: merged(mapping(before.spec), written(mapping(next.spec))) } : next,
    old: filled(mapping(before.status).phase) === undefined ? { ...before, status: boundStatus(before) } : before,
  };
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
