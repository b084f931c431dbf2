import { isMapping, mapping } from "../../model/fields.ts";
import { chartLabelOf, chartOf, instanceOf } from "../../model/namespace.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import { hash } from "./hash.ts";

/**
 * What a finding is about, as 16 hexadecimal digits that stay the same when lines move, when unrelated things are
 * edited and when the release gets another name: made of rule, message, chart, resource and path. Entries of a list are
 * known by their `name`, and the release's name, as labels tell it or who rendered the chart, is taken out of every name
 * where it stands as a word of its own.
 */
export function fingerprint(
  rule: string,
  message: string,
  manifest: Manifest,
  path: Path,
  releaseName?: string,
): string {
  const release = instanceOf(manifest) ?? releaseName;
  const plain = (name: string): string => withoutRelease(name, release);
  const chart = chartOf(manifest.source) ?? chartLabelOf(manifest)?.name ?? "";
  const { apiVersion, kind, namespace = "", name } = manifest;
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));
  // As JSON, no name can stand for two parts.
  return hash(
    JSON.stringify([
      rule,
      message,
      chart,
      [group, kind, plain(namespace), plain(name)],
      steadyPath(manifest.value, path).map(plain),
    ]),
  );
}

/** The release's name, where dashes or the ends of the name part it from the rest, becomes a word that no name holds. */
function withoutRelease(name: string, release: string | undefined): string {
  if (release === undefined || release === "") return name;
  let plain = "";
  let from = 0;
  for (let at = name.indexOf(release); at >= 0; at = name.indexOf(release, at + 1)) {
    const end = at + release.length;
    const apart = (at === 0 || isSeparator(name[at - 1])) && (end === name.length || isSeparator(name[end]));
    if (at < from || !apart) continue;
    plain += `${name.slice(from, at)}{release}`;
    from = end;
  }
  return plain + name.slice(from);
}

function isSeparator(character: string | undefined): boolean {
  return character === "-" || character === "." || character === "_";
}

function steadyPath(root: unknown, path: Path): string[] {
  let at = root;
  return path.map((step) => {
    at = Array.isArray(at) ? at[Number(step)] : isMapping(at) ? at[step] : undefined;
    const name = typeof step === "number" ? (mapping(at).name ?? mapping(mapping(at).metadata).name) : undefined;
    return typeof name === "string" ? `[${name}]` : typeof step === "number" ? `[${step}]` : step;
  });
}
