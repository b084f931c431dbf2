import { isMapping } from "../../model/fields.ts";

/** Words of which Kubernetes or charts take one or the other: only the other is a value that works. */
const pairs: readonly (readonly [string, string])[] = [
  ["OrderedReady", "Parallel"],
  ["RollingUpdate", "OnDelete"],
  ["Retain", "Delete"],
  ["ReadWriteOnce", "ReadWriteMany"],
  ["Filesystem", "Block"],
  ["IfNotPresent", "Always"],
  ["ClusterIP", "LoadBalancer"],
  ["soft", "hard"],
  ["standalone", "replication"],
  ["true", "false"],
];

const others = new Map(pairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]));

/** `8Gi`, `500m`, `30s`, `9092`: the number goes up, what follows stays. */
const amount = /^(\d{1,15})([A-Za-z]{0,2})$/;

/** What Kubernetes takes where only words of its own say anything; by the end of the value's name. */
const known: readonly (readonly [RegExp, object])[] = [
  [/resources$/i, { limits: { memory: "1Gi" } }],
  [/securityContext$/i, { runAsUser: 1234 }],
  [/affinity$/i, { nodeAffinity: {} }],
];

/**
 * Values that somebody could write in place of one, the likeliest to work first: of a switch the other state, of an
 * amount a larger one, of a text another text, of nothing something.
 */
export function otherValues(value: unknown, name = ""): readonly unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1];
  if (typeof value === "string") return otherTexts(value);
  if (Array.isArray(value)) return value.length === 0 ? [["changed"], [{ name: "changed" }]] : [];
  if (isMapping(value)) return Object.keys(value).length === 0 ? [...knownFor(name), { changed: "changed" }] : [];
  return [...knownFor(name), "changed", true, 1, { changed: "changed" }];
}

function knownFor(name: string): readonly object[] {
  return known.flatMap(([end, value]) => (end.test(name) ? [value] : []));
}

function otherTexts(text: string): readonly string[] {
  // Where only a number, a version or an amount is taken.
  if (text === "") return ["changed", "1"];
  const other = others.get(text);
  if (other !== undefined) return [other];
  const [, digits, unit] = amount.exec(text) ?? [];
  if (digits !== undefined) return [`${Number(digits) * 2 || 1}${unit ?? ""}`];
  const end = text.trimEnd();
  const raised = end.replace(/\d{1,15}/, (number) => String(Number(number) + 1));
  return [`${end}-changed${text.slice(end.length)}`, "changed", ...(raised === end ? [] : [raised])];
}
