/*
 * From the server's name of a field to the place in the manifest.
 * The server names fields as `spec.template.spec.containers[0].resources.limits[memory]`, but not always as the
 * manifest has them; here is where its habits are known.
 */
import type { Path } from "../read/path.ts";
import type { Decoded } from "./decode.ts";

/** Names that stand for something else, by what the server says. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  labels: ["metadata", "labels"],
  annotations: ["metadata", "annotations"],
  persistentDisk: ["gcePersistentDisk"],
  downwarAPI: ["downwardAPI"],
  clusterIPs: ["clusterIP"],
  deprecatedServiceAccount: ["serviceAccount"],
};

/**
 * The path of a field that an error names, as far as it exists in the manifest: a field that is absent gives its
 * nearest parent. With the error's detail a label or another entry is found by its value.
 */
export function fieldPath(field: string, manifest: object, detail?: string): Path {
  return fieldPaths(manifest)(field, detail);
}

/** The same for many errors about one manifest. */
export function fieldPaths(manifest: object): (field: string, detail?: string) => Path {
  let volumes: ShownVolumes | undefined;
  return (field, detail) => {
    if (!volumesField.test(field)) return pathOf(field, manifest, detail);
    volumes ??= shownVolumes(manifest);
    return pathOf(shiftVolume(field, volumes), manifest, detail);
  };
}

function pathOf(field: string, manifest: object, detail: string | undefined): Path {
  const path: (string | number)[] = [];
  let current: unknown = manifest;
  let rest = field;
  while (rest !== "" && typeof current === "object" && current !== null) {
    const step = Array.isArray(current) ? listStep(current, rest) : mappingStep(current as Decoded, rest);
    if (step === undefined) break;
    for (const key of step.keys) {
      current = (current as Decoded)[key];
      path.push(key);
    }
    rest = step.rest;
  }
  const found = rest === "" && detail !== undefined ? entryOf(current, detail) : undefined;
  if (found !== undefined) path.push(found);
  return path;
}

interface Step {
  readonly keys: readonly (string | number)[];
  readonly rest: string;
}

function listStep(list: readonly unknown[], rest: string): Step | undefined {
  const index = /^\[(\d{1,9})\]/.exec(rest);
  if (index !== null) {
    const at = Number(index[1]);
    return at < list.length ? { keys: [at], rest: rest.slice(index[0].length) } : undefined;
  }
  // Where the server names an item's field as the list's, it is in the first item that has it.
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== "object" || item === null || Array.isArray(item)) continue;
    const step = mappingStep(item as Decoded, rest);
    if (step !== undefined) return { keys: [i, ...step.keys], rest: step.rest };
  }
  return undefined;
}

function mappingStep(mapping: Decoded, rest: string): Step | undefined {
  if (rest.startsWith("[")) {
    const key = longest(Object.keys(mapping), (name) => rest.startsWith(`[${name}]`));
    if (key !== undefined) return { keys: [key], rest: rest.slice(key.length + 2) };
    // `resources[storage]` is what the server calls a claim's `resources.requests.storage`.
    if (mapping.requests !== undefined && mapping.requests !== null) return { keys: ["requests"], rest };
    // `clusterIPs[0]` where the manifest has clusterIP.
    return undefined;
  }
  const text = rest.startsWith(".") ? rest.slice(1) : rest;
  const ends = (name: string): boolean => /^(?:$|[.[])/.test(text.slice(name.length));
  const key =
    written(text).find((name) => Object.hasOwn(mapping, name)) ??
    longest(Object.keys(mapping), (name) => text.toLowerCase().startsWith(name.toLowerCase()) && ends(name));
  if (key !== undefined && key !== "") return { keys: [key], rest: text.slice(key.length) };
  const word = /^\w+/.exec(text)?.[0] ?? "";
  const alias = Object.hasOwn(aliases, word) ? aliases[word] : undefined;
  if (alias === undefined) return undefined;
  const existing: string[] = [];
  let current: unknown = mapping;
  for (const name of alias) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, name)) break;
    current = (current as Decoded)[name];
    existing.push(name);
  }
  if (existing.length === 0) return undefined;
  const isScalar = typeof current !== "object";
  return { keys: existing, rest: isScalar ? "" : text.slice(word.length) };
}

/** What could be the first name of a field, the longest first: names may hold dots themselves. */
function written(text: string): string[] {
  const names: string[] = [];
  for (let at = 1; at <= text.length && names.length < 20; at++) {
    if (at === text.length || text[at] === "." || text[at] === "[") names.unshift(text.slice(0, at));
  }
  return names;
}

function longest(names: readonly string[], fits: (name: string) => boolean): string | undefined {
  let best: string | undefined;
  for (const name of names) if (fits(name) && (best === undefined || name.length > best.length)) best = name;
  return best;
}

/** The key whose name or value the detail shows as the bad one: a label, an annotation. */
function entryOf(value: unknown, detail: string): string | number | undefined {
  const shown = /^(?:Invalid|Unsupported|Duplicate) value: ("(?:[^"\\]|\\.)*")/.exec(detail)?.[1];
  if (shown === undefined || typeof value !== "object" || value === null) return undefined;
  let bad: unknown;
  try {
    bad = JSON.parse(shown);
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) {
    const index = value.indexOf(bad);
    return index < 0 ? undefined : index;
  }
  const entries = Object.entries(value);
  return (entries.find(([key]) => key === bad) ?? entries.find(([, entry]) => entry === bad))?.[0];
}

const volumesField = /^spec\.template\.spec\.volumes\[(\d{1,9})\]/;

/** What the server takes for the volumes of a set's pods. */
interface ShownVolumes {
  /** How many claim templates there are, and how many names they have. */
  readonly claims: number;
  readonly claimNames: number;
  /** The indices of the volumes that no claim replaces. */
  readonly kept: readonly number[];
}

function shownVolumes(manifest: object): ShownVolumes | undefined {
  const { spec } = manifest as { spec?: Decoded };
  if (typeof spec !== "object" || spec === null) return undefined;
  const claims = Array.isArray(spec.volumeClaimTemplates) ? spec.volumeClaimTemplates : [];
  const nameOf = (item: unknown): unknown =>
    typeof item === "object" && item !== null ? (item as Decoded).name : undefined;
  const names = new Set(claims.map((claim: unknown) => nameOf((claim as Decoded | null)?.metadata)));
  const template = spec.template as { spec?: { volumes?: unknown } } | undefined;
  const volumes = Array.isArray(template?.spec?.volumes) ? template.spec.volumes : [];
  const kept = volumes.map((_, i) => i).filter((i) => !names.has(nameOf(volumes[i])));
  return { claims: claims.length, claimNames: names.size, kept };
}

/** The server counts a StatefulSet's claims as the first volumes, and leaves out volumes of the same names. */
function shiftVolume(field: string, shown: ShownVolumes | undefined): string {
  const match = volumesField.exec(field);
  if (match === null || shown === undefined) return field;
  const index = Number(match[1]) - shown.claimNames;
  const rest = field.slice(match[0].length);
  if (index < 0)
    return `spec.volumeClaimTemplates[${Math.min(Number(match[1]), shown.claims - 1)}]${rest.replace(/^\.name/, ".metadata.name")}`;
  const real = shown.kept[index];
  return real === undefined ? "spec.template.spec.volumes" : `spec.template.spec.volumes[${real}]${rest}`;
}
