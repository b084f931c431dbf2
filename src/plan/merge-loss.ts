/*
 * What a three-way patch loses of a manifest, because it merges lists by a key that does not tell their entries apart.
 */
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, mapping } from "../model/fields.ts";
import { revisionChange } from "./revision-change.ts";
import type { SetUpdate } from "./set-update.ts";
import { storedSet } from "./stored-set.ts";

const lossy = /\/(?:ports|env|topologySpreadConstraints|imagePullSecrets|hostAliases|volumeMounts)(?:[[/#]|$)/;

/** The first place in the pod template, as a JSON pointer, that comes out otherwise than the manifest says; undefined where none does. */
export function lostPlace(next: Fields, update: SetUpdate, options: DefaultsOptions): string | undefined {
  if (update.failed !== undefined || mapping(update.after.spec).template === undefined) return undefined;
  return placeOf(storedSet(next, options, update.before), update.after);
}

/** The same of any two forms of a set. */
export function placeOf(wanted: Fields, made: Fields): string | undefined {
  return revisionChange(wanted, made).changes.find((one) => lossy.test(one));
}
