import { isMapping, mapping } from "../../model/fields.ts";
import { chartOf, instanceOf } from "../../model/namespace.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";

/**
 * What a finding is about, as 16 hexadecimal digits that stay the same when lines move, when unrelated things are
 * edited and when the release gets another name: entries of a list are known by their `name`, and the names of the
 * release and the chart are taken out of every name.
 */
export function fingerprint(rule: string, message: string, manifest: Manifest, path: Path): string {
  const plain = plainNames(manifest);
  const parts = [rule, message, manifest.kind, plain(manifest.name), ...steadyPath(manifest.value, path).map(plain)];
  return hash(parts.join("\n"));
}

function plainNames(manifest: Manifest): (name: string) => string {
  const chart = chartOf(manifest.source);
  const taken = [instanceOf(manifest), chart].filter((name) => name !== undefined && name !== "");
  return (name) => {
    let plain = name;
    for (const part of taken) plain = plain.replace(part ?? "", "");
    return plain.startsWith("-") || plain.endsWith("-") ? plain.replace(/^-+|-+$/g, "") : plain;
  };
}

function steadyPath(root: unknown, path: Path): string[] {
  let at = root;
  return path.map((step) => {
    at = Array.isArray(at) ? at[Number(step)] : isMapping(at) ? at[step] : undefined;
    const name = typeof step === "number" ? (mapping(at).name ?? mapping(mapping(at).metadata).name) : undefined;
    return typeof name === "string" ? `[${name}]` : typeof step === "number" ? `[${step}]` : step;
  });
}

/** Two FNV-1a sums with different seeds: no secret, only hard to hit twice by chance. */
function hash(text: string): string {
  let one = 0x811c9dc5;
  let two = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ (code + index), 0x01000193);
  }
  return (one >>> 0).toString(16).padStart(8, "0") + (two >>> 0).toString(16).padStart(8, "0");
}
