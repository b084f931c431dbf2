import type { RuleContext } from "../../src/lint/contract/context.ts";
import { parseMinor } from "../../src/model/kubernetes-version.ts";
import type { SetPair } from "../../src/model/upgrade.ts";
import { changePlaces } from "../../src/plan/revision-places.ts";
import { type SetUpdate, setUpdate, type UpdateOptions } from "../../src/plan/set-update.ts";
import { formatPath, type Path } from "../../src/read/path.ts";

/** A place at which two pod templates differ as the server stores them. */
export interface TemplateChange {
  /** In the new manifest: of what it does not have the nearest part. */
  readonly path: Path;
  readonly before: Path;
  /** From the template on, in words: `spec.containers[0].image`. */
  readonly shown: string;
}

/** Under which server the update of a set is judged: the newest of those asked for. */
export function updateOptions(context: RuleContext): UpdateOptions {
  const { apply, kubernetesVersions } = context;
  const newest = kubernetesVersions.at(-1);
  return newest === undefined ? { apply } : { apply, featureGates: context.gatesOn(newest), minor: parseMinor(newest) };
}

export function updateOf({ before, after }: SetPair, context: RuleContext): SetUpdate {
  return setUpdate(before.manifest.value, after.manifest.value, updateOptions(context));
}

/** Why an update makes a new revision; empty where it makes none. */
export function templateChanges(pair: SetPair, context: RuleContext): readonly TemplateChange[] {
  const placeNow = changePlaces(pair.after.manifest.value);
  const placeBefore = changePlaces(pair.before.manifest.value);
  return updateOf(pair, context).revision.changes.map((change) => {
    const now = placeNow(change);
    const was = placeBefore(change);
    const shown = now.isThere || was.path.length < now.path.length ? now.path : was.path;
    return { path: now.path, before: was.path, shown: formatPath(shown.slice(2)) };
  });
}

/** `spec.containers[0].image`, three at most. */
export function placesOf(changes: readonly TemplateChange[]): string {
  const places = [...new Set(changes.map(({ shown }) => `\`${shown}\``))];
  return places.slice(0, 3).join(", ") + (places.length > 3 ? ` and ${places.length - 3} more` : "");
}

/** What a change is about, in the words of the message. */
export function causeOf({ path, before }: TemplateChange): "checksum" | "version" | "image" | "other" {
  const place = before.length > path.length ? before : path;
  const key = String(place.at(-1) ?? "");
  if (place.includes("annotations") && /checksum|hash|sha/i.test(key)) return "checksum";
  if (place.includes("labels") && /chart$|version$/i.test(key)) return "version";
  return key === "image" ? "image" : "other";
}
