/*
 * `metadata.managedFields`: which manager owns which fields of a live object.
 * Source: sigs.k8s.io/structured-merge-diff fieldpath/serialize.go, apimachinery util/managedfields.
 */
import type { FieldSteps } from "./apply-changes.ts";
import { type Fields, isFields } from "./patch-schema.ts";
import { keyText, valueText } from "./typed-patch.ts";

/** One manager's part of a live object. */
export interface FieldManager {
  readonly name: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  /** Such as `scale`, through which an autoscaler writes; "" for the object itself. */
  readonly subresource: string;
  /** When it last wrote, as the server says it. */
  readonly time?: string;
  owns(place: FieldSteps): boolean;
}

/** What the object tells of its managers, in its order; none where `kubectl get` left managedFields out. */
export function fieldManagers(live: object): readonly FieldManager[] {
  const { metadata } = live as Fields;
  const entries = isFields(metadata) ? metadata.managedFields : undefined;
  return (Array.isArray(entries) ? entries : []).filter(isFields).flatMap((entry) => {
    const { manager, operation, apiVersion, subresource, time, fieldsV1 } = entry;
    if (typeof manager !== "string" || (operation !== "Apply" && operation !== "Update")) return [];
    return [
      {
        name: manager,
        operation,
        apiVersion: typeof apiVersion === "string" ? apiVersion : "",
        subresource: typeof subresource === "string" ? subresource : "",
        ...(typeof time === "string" ? { time } : {}),
        owns: (place: FieldSteps) => isMember(fieldsV1, place),
      },
    ];
  });
}

/** A place is owned where its node is a leaf, or says so of itself by `.`; what lies around it is not. */
function isMember(fields: unknown, place: FieldSteps): boolean {
  let node: unknown = fields;
  for (const step of place) {
    if (!isFields(node)) return false;
    node = partsOf(node).get(step);
  }
  return isFields(node) && (Object.keys(node).length === 0 || Object.hasOwn(node, "."));
}

const parts = new WeakMap<Fields, ReadonlyMap<string, unknown>>();

/** What lies below a node, by the step that leads there. */
function partsOf(node: Fields): ReadonlyMap<string, unknown> {
  const known = parts.get(node);
  if (known !== undefined) return known;
  const made = new Map(Object.keys(node).map((key) => [stepOf(key) ?? key, node[key]]));
  parts.set(node, made);
  return made;
}

/** The key of a node, such as `k:{"name":"db"}`, as a step. */
function stepOf(key: string): string | undefined {
  const [kind, text] = [key.slice(0, 2), key.slice(2)];
  if (kind === "f:") return `.${text}`;
  if (kind === "i:") return `[${text}]`;
  if (kind !== "k:" && kind !== "v:") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (kind === "v:") return `[=${valueText(value)}]`;
    return isFields(value) ? `[${keyText(value, Object.keys(value).sort())}]` : undefined;
  } catch {
    return undefined;
  }
}
