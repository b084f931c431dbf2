import { type Fields, isMapping, mapping } from "../model/fields.ts";
import { parseQuantity, Quantity } from "../model/quantity.ts";

/** A ControllerRevision: a pod template of one set. */
export interface Revision {
  readonly id: number;
  readonly template: Fields;
}

/**
 * The revisions seen so far. A ControllerRevision's name is made from the set's name and a hash of the template, so
 * whoever goes back to an earlier template gets the earlier revision again, even after the set was deleted
 * (history.FindEqualRevisions, newRevision in stateful_set_utils.go).
 */
export class Revisions {
  readonly #byContent = new Map<string, Revision>();
  readonly #byId = new Map<number, Revision>();
  readonly #names = new Map<number, string>();

  /** The revision of this template, a new one where there was none. */
  of(set: string, template: Fields): Revision {
    const content = `${set}\n${canonicalTemplate(template)}`;
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const revision = { id: this.#byContent.size + 1, template };
    this.#byContent.set(content, revision);
    this.#byId.set(revision.id, revision);
    return revision;
  }

  withId(id: number | undefined): Revision | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** `r1`, `r2` … in the order in which pods of them appear; one that no pod ever had takes no number. */
  nameOf(id: number): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = `r${this.#names.size + 1}`;
    this.#names.set(id, name);
    return name;
  }
}

/** Fields that Kubernetes leaves out of a stored template when they hold their zero value (omitempty, no pointer). */
const omittedWhenFalse = new Set(["hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly"]);
const omittedWhenZero = new Set(["initialDelaySeconds", "hostPort"]);

/** Deeper than any real template; what lies below counts as equal. */
const maxDepth = 64;

/**
 * A template as one text, equal exactly where Kubernetes stores equal templates: keys sorted, amounts in their
 * canonical form, and without what its encoder omits (null, empty texts and lists, and the zero values above).
 */
export function canonicalTemplate(template: unknown, depth = 0): string {
  if (depth > maxDepth) return '"…"';
  if (Array.isArray(template)) return `[${template.map((item) => canonicalTemplate(item, depth + 1)).join(",")}]`;
  if (!isMapping(template)) return JSON.stringify(template) ?? "null";
  const entries: string[] = [];
  for (const key of Object.keys(template).sort()) {
    const item = template[key];
    if (isOmitted(key, item)) continue;
    const holdsAmounts = key === "limits" || key === "requests";
    entries.push(`${JSON.stringify(key)}:${canonicalTemplate(holdsAmounts ? amounts(item) : item, depth + 1)}`);
  }
  return `{${entries.join(",")}}`;
}

/** `1024Mi` and `1Gi` are stored alike. */
function amounts(list: unknown): Fields {
  const written = Object.entries(mapping(list)).map(([name, value]) => {
    const amount = parseQuantity(value);
    return [name, amount === undefined ? value : new Quantity(amount.nanos, amount.format).toString()];
  });
  return Object.fromEntries(written);
}

function isOmitted(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (value === false) return omittedWhenFalse.has(key);
  if (value === 0) return omittedWhenZero.has(key);
  const emptied = key === "labels" || key === "annotations" || key === "nodeSelector";
  return emptied && isMapping(value) && Object.keys(value).length === 0;
}
