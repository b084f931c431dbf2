/*
 * A StatefulSet as the API server keeps it: the one form in which two of them are compared. Written fields that no
 * version knows, nulls, amounts in another spelling and defaults that are written out make no difference there.
 */
import { DecodeError } from "../admission/decode-error.ts";
import { stored } from "../admission/stored.ts";
import { type DefaultsOptions, withDefaults } from "../model/defaults.ts";
import type { Fields } from "../model/fields.ts";
import { formatMinor, newestMinor } from "../model/kubernetes-version.ts";

/** The last answer for each manifest: rules and the plan ask again and again with the same options. */
const known = new WeakMap<Fields, { readonly key: string; readonly old: Fields | undefined; readonly set: Fields }>();

/**
 * What is kept of a StatefulSet of any version, in apps/v1. `old`: what is stored before an update. Where it cannot be
 * decoded, which the server refuses, it stays as it is written, with defaults.
 */
export function storedSet(manifest: Fields, options: DefaultsOptions = {}, old?: Fields): Fields {
  const kubernetesVersion = formatMinor(options.minor ?? newestMinor);
  const key = `${kubernetesVersion} ${JSON.stringify(options.featureGates ?? {})}`;
  const last = known.get(manifest);
  if (last !== undefined && last.key === key && last.old === old) return last.set;
  const set = keptOf({ apiVersion: "apps/v1", ...manifest, kind: "StatefulSet" }, options, kubernetesVersion, old);
  known.set(manifest, { key, old, set });
  return set;
}

function keptOf(
  manifest: Fields,
  options: DefaultsOptions,
  kubernetesVersion: string,
  old: Fields | undefined,
): Fields {
  try {
    return stored(manifest, {
      kubernetesVersion,
      ...(options.featureGates === undefined ? {} : { featureGates: options.featureGates }),
      ...(old === undefined ? {} : { old }),
    }) as Fields;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return withDefaults({ ...manifest, apiVersion: "apps/v1" }, options);
  }
}
