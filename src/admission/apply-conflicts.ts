/*
 * What server-side apply conflicts with: fields that it changes and that another manager owns.
 * Source: structured-merge-diff merge/update.go and conflict.go, apimachinery util/managedfields/internal/conflict.go.
 */
import { type AppliedChange, appliedChanges, type FieldSteps } from "./apply-changes.ts";
import { type FieldManager, fieldManagers } from "./managed-fields.ts";
import type { Fields } from "./patch-schema.ts";

/** A field that an apply changes, and who owns it. */
export interface ApplyConflict extends AppliedChange {
  readonly manager: FieldManager;
  /** As the server writes it: `.spec.template.spec.containers[name="db"].image`. */
  readonly field: string;
}

/**
 * The conflicts that the server answers with (409) when `manager` applies a manifest to a live object without force, in
 * the order of its message; with force it takes these fields over. None where the live object names no managers.
 */
export function applyConflicts(manifest: object, live: object, manager: string): readonly ApplyConflict[] {
  const others = fieldManagers(live).filter(
    ({ name, operation, subresource, apiVersion }) =>
      !(name === manager && operation === "Apply" && subresource === "") &&
      speaksOf(manifest as Fields, apiVersion) &&
      speaksOf(manifest as Fields, (live as Fields).apiVersion),
  );
  if (others.length === 0) return [];
  const changes = [...appliedChanges(live, manifest)].sort((one, other) => inServerOrder(one.steps, other.steps));
  return [...others]
    .sort((one, other) => (identity(one) < identity(other) ? -1 : 1))
    .flatMap((each) =>
      changes
        .filter(({ steps }) => each.owns(steps))
        .map((change) => ({ ...change, manager: each, field: change.steps.join("") })),
    );
}

/** Paths are those of one version; those of StatefulSets never changed. */
function speaksOf({ apiVersion }: Fields, other: unknown): boolean {
  return apiVersion === other || (isApps(apiVersion) && isApps(other));
}

function isApps(version: unknown): boolean {
  return typeof version === "string" && version.startsWith("apps/");
}

/** The server's message for conflicts; undefined where there are none. */
export function conflictMessage(conflicts: readonly ApplyConflict[]): string | undefined {
  const [first] = conflicts;
  if (first === undefined) return undefined;
  if (conflicts.length === 1) return `Apply failed with 1 conflict: ${conflictText(first)}: ${first.field}`;
  const groups = new Map<string, { readonly manager: FieldManager; readonly fields: string[] }>();
  for (const { manager, field } of conflicts) {
    const group = groups.get(identity(manager)) ?? { manager, fields: [] };
    group.fields.push(field);
    groups.set(identity(manager), group);
  }
  const lines = [...groups.values()].map(
    ({ manager, fields }) => `conflicts with ${shown(manager)}:\n${fields.map((field) => `- ${field}`).join("\n")}`,
  );
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join("\n")}`;
}

/** The server's words for one of them: `conflict with "kubectl-edit" using apps/v1`. */
export function conflictText({ manager }: ApplyConflict): string {
  return `conflict with ${shown(manager)}`;
}

/** `"kubectl-edit" using apps/v1` */
function shown({ name, operation, subresource, apiVersion }: FieldManager): string {
  const through = subresource === "" ? "" : ` with subresource ${JSON.stringify(subresource)}`;
  return `${JSON.stringify(name)}${through}${operation === "Update" ? ` using ${apiVersion}` : ""}`;
}

/** By which the server tells managers apart, and sorts them. */
function identity({ name, operation, apiVersion, subresource }: FieldManager): string {
  return JSON.stringify({
    manager: name,
    operation,
    ...(operation === "Apply" ? {} : { apiVersion }),
    ...(subresource === "" ? {} : { subresource }),
  });
}

/** A node's own members before what lies below it; fields before keys, values and indices. */
function inServerOrder(one: FieldSteps, other: FieldSteps): number {
  for (let at = 0; ; at++) {
    const [a, b] = [one[at], other[at]];
    if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
    const [endsA, endsB] = [at === one.length - 1, at === other.length - 1];
    if (endsA !== endsB) return endsA ? -1 : 1;
    if (a !== b) return rankOf(a) - rankOf(b) || (a < b ? -1 : 1);
  }
}

function rankOf(step: string): number {
  if (step.startsWith(".")) return 0;
  if (step.startsWith("[=")) return 2;
  return /^\[\d+\]$/.test(step) ? 3 : 1;
}
