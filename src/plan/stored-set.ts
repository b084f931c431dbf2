/*
 * A StatefulSet as the API server keeps it: the one form in which two of them are compared. Written fields that no
 * version knows, nulls, amounts in another spelling and defaults that are written out make no difference there.
 */
import { DecodeError } from "../admission/decode-error.ts";
import { stored } from "../admission/stored.ts";
import { type DefaultsOptions, withDefaults } from "../model/defaults.ts";
import { type Fields, mapping } from "../model/fields.ts";
import { formatMinor, newestMinor } from "../model/kubernetes-version.ts";
import { LatestAnswers } from "../model/latest-answers.ts";
import { optional } from "../model/pod.ts";

/** The last answer for each of the latest manifests: rules and the plan ask again and again with the same options. */
const known = LatestAnswers.ofAll<
  Fields,
  { readonly key: string; readonly old: Fields | undefined; readonly set: Fields }
>(2_000);

/**
 * What is kept of a StatefulSet of any version, in apps/v1. `old`: what is stored before an update. Where it cannot be
 * decoded, which the server refuses, it stays as it is written, with defaults; of an update the parts that can be read
 * are kept as the server would, so that what is compared differs only where the manifests do.
 */
export function storedSet(manifest: Fields, options: DefaultsOptions = {}, old?: Fields): Fields {
  const key = `${options.minor ?? newestMinor} ${JSON.stringify(options.featureGates ?? {})}`;
  const last = known.get(manifest);
  if (last !== undefined && last.key === key && last.old === old) return last.set;
  const set = keptOf({ apiVersion: "apps/v1", ...manifest, kind: "StatefulSet" }, options, old);
  known.set(manifest, { key, old, set });
  return set;
}

/** The stored form of a set in the version that it is written in; undefined where the server cannot decode it. */
export function decodedSet({ minor = newestMinor, featureGates }: DefaultsOptions, set: Fields, old?: Fields) {
  try {
    const kubernetesVersion = formatMinor(minor);
    return stored(set, {
      kubernetesVersion,
      ...optional("featureGates", featureGates),
      ...optional("old", old),
    }) as Fields;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}

function keptOf(manifest: Fields, options: DefaultsOptions, old: Fields | undefined): Fields {
  const read = (set: Fields): Fields | undefined => decodedSet(options, set, old);
  const asWritten = () => withDefaults({ ...manifest, apiVersion: "apps/v1" }, options);
  return read(manifest) ?? (old === undefined ? undefined : readInParts(manifest, old, read, asWritten)) ?? asWritten();
}

/** Parts of which each is read alone; others are read never to fail, or are unknown to the server. */
const parts = [
  "replicas",
  "selector",
  "template",
  "volumeClaimTemplates",
  "serviceName",
  "podManagementPolicy",
  "updateStrategy",
  "revisionHistoryLimit",
  "minReadySeconds",
  "persistentVolumeClaimRetentionPolicy",
  "ordinals",
];

/**
 * What cannot be read stays as it is stored: nothing is known of it. The pod template alone stays as it is written, for
 * it is another one in any case. Undefined where that does not help.
 */
function readInParts(
  manifest: Fields,
  old: Fields,
  read: (set: Fields) => Fields | undefined,
  asWritten: () => Fields,
): Fields | undefined {
  const [spec, oldSpec] = [mapping(manifest.spec), mapping(old.spec)];
  const metadata = read({ ...manifest, spec: oldSpec }) === undefined ? old.metadata : manifest.metadata;
  const unread = parts.filter(
    (part) => part in spec && read({ ...old, spec: { ...oldSpec, [part]: spec[part] } }) === undefined,
  );
  const mended = Object.fromEntries(unread.map((part) => [part, oldSpec[part]]));
  const kept = read({ ...manifest, metadata, spec: { ...spec, ...mended } });
  if (kept === undefined || !unread.includes("template")) return kept;
  return { ...kept, spec: { ...mapping(kept.spec), template: mapping(asWritten().spec).template } };
}
