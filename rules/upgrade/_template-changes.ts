import { withDefaults } from "../../src/model/defaults.ts";
import { isMapping, mapping } from "../../src/model/fields.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { SetPair } from "../../src/model/upgrade.ts";
import { canonicalTemplate } from "../../src/plan/revisions.ts";
import type { Path } from "../../src/read/path.ts";

/** More differences than this tell nothing new. */
const most = 200;

/** The places at which two pod templates differ, shallowest first; lists are compared by index, or by `name` where entries have one. */
export function templateChanges({ before, after }: SetPair): readonly Path[] {
  if (revisionOf(before) === revisionOf(after)) return [];
  const changes: Path[] = [];
  const open: { readonly old: unknown; readonly now: unknown; readonly path: Path }[] = [
    { old: before.spec.template, now: after.spec.template, path: ["spec", "template"] },
  ];
  for (let next = open.pop(); next !== undefined && changes.length < most; next = open.pop()) {
    const { old, now, path } = next;
    if (Array.isArray(old) && Array.isArray(now)) {
      for (let index = 0; index < Math.max(old.length, now.length); index++) {
        open.push({ old: old[index], now: now[index], path: [...path, index] });
      }
    } else if (isMapping(old) && isMapping(now)) {
      for (const key of new Set([...Object.keys(now), ...Object.keys(old)])) {
        open.push({ old: old[key], now: now[key], path: [...path, key] });
      }
    } else if (old !== now) changes.push(path);
  }
  return changes.sort((one, other) => one.length - other.length);
}

/** The pod template as the controller compares it: with its defaults, so that a field written out that was implied is no change. */
function revisionOf({ manifest }: StatefulSetView): string {
  return canonicalTemplate(mapping(withDefaults(manifest.value).spec).template);
}

/** What a change is about, in the words of the message. */
export function causeOf(path: Path): "checksum" | "version" | "image" | "other" {
  const key = String(path.at(-1) ?? "");
  if (path.includes("annotations") && /checksum|hash|sha/i.test(key)) return "checksum";
  if (path.includes("labels") && /chart$|version$/i.test(key)) return "version";
  return key === "image" ? "image" : "other";
}
