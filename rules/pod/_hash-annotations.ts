import { labels, mapping } from "../../src/model/fields.ts";
import type { Labels } from "../../src/model/selector.ts";
import type { Workload } from "../../src/model/workload.ts";

/**
 * Keys, in small letters, under which charts write a hash of their configuration, or a value that changes with every render.
 * V8 compiles a pattern for both cases ten times slower.
 */
const key = /\bsha(?:1|256|512)?(?:sum)?\b|(?:^|[-_./])(?:hash|digest|md5(?:sum)?)(?:$|[-_./])|[a-z]hash$|^rollme$/;
/** Each key that fits holds one of them: most hold none, and the pattern is slow to compile. */
const partsOfKeys = ["sha", "hash", "digest", "md5", "rollme"];
const digest = /^[0-9a-fA-F]{32,128}$/;

/** The annotations that restart pods when a chart's configuration changes, by key. */
export function hashAnnotations(annotations: Labels): readonly string[] {
  return [...annotations]
    .filter(([name, value]) => namesHash(name.toLowerCase()) || digest.test(value))
    .map(([name]) => name);
}

function namesHash(name: string): boolean {
  return name.includes("checksum") || (partsOfKeys.some((part) => name.includes(part)) && key.test(name));
}

/** Whether a text is what a hash function gives. */
export function isHash(text: string): boolean {
  return digest.test(text);
}

/** Annotations by which a controller in the cluster restarts pods when what they read changes. */
const reloaders = /(?:^|[./])(?:reloader\.)?stakater\.com\/|^wave\.pusher\.com\//;

/** Whether a reloader in the cluster sees to restarts. */
export function hasReloader(set: Workload): boolean {
  const own = ownAnnotations(set);
  return [...own.keys(), ...set.pod.annotations.keys()].some((name) => reloaders.test(name));
}

/** The annotations of the StatefulSet itself, which no pod gets. */
export function ownAnnotations(set: Workload): Labels {
  return labels(mapping(set.manifest.value.metadata).annotations);
}
