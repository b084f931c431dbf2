/*
 * What of a claim template reaches the claims that exist: its size and its attributes class, by a patch of each claim.
 * No version of Kubernetes does that by itself; what it takes from whoever does is told by version.
 */

import type { DefaultsOptions } from "../model/defaults.ts";
import { isGateOn, newestMinor } from "../model/kubernetes-version.ts";
import { isDnsSubdomain } from "../model/names.ts";
import { checksOfAll, forEachName, type Kubectl, kubectl, tally } from "./all-named.ts";
import type { ImmutableChange } from "./immutable-fields.ts";
import { claimsOfTemplate, type SetShape } from "./set-shape.ts";
import type { Check, Proof } from "./way-check.ts";
import type { DraftStep } from "./way-steps.ts";

/** Patches of the claims that exist, before the set is made anew. */
export function patchClaims(
  where: Kubectl,
  before: SetShape,
  change: ImmutableChange,
  options: DefaultsOptions,
): DraftStep[] {
  return [...growClaims(where, before, change), ...classClaims(where, before, change, options)];
}

/** Claims can grow where their storage class allows it, and never shrink. */
function growClaims(where: Kubectl, before: SetShape, change: ImmutableChange): DraftStep[] {
  if (change.kind !== "claim-size" || !change.grows) return [];
  const claims = claimsOfTemplate(before, change.template);
  if (claims.length === 0) return [];
  const size = shownAmount(change.to);
  const names = claims.map(({ name }) => name);
  return [
    {
      do: `enlarge the claims of \`${change.template}\` that exist, to ${size}; their storage class must have allowVolumeExpansion: true`,
      commands: patchEach(where, names, { resources: { requests: { storage: size } } }),
      checks: checksOfEach(
        where,
        names,
        requestsShown,
        `each ASKS for ${size}; HAS follows, with some drivers only when the pod restarts`,
        { that: "claims-sized", claims: names, size },
      ),
      ifSkipped: `the claims that exist keep ${shownAmount(change.from)}: nobody compares them with the template`,
    },
  ];
}

const requestsShown = "ASKS:.spec.resources.requests.storage,HAS:.status.capacity.storage";

/** Of the volumes' driver, which changes them while the pods run on (the driver's resizer, ControllerModifyVolume). */
function classClaims(where: Kubectl, before: SetShape, change: ImmutableChange, options: DefaultsOptions): DraftStep[] {
  if (change.kind !== "claim-class" || !keepsClasses(options)) return [];
  const { from, to, template } = change;
  const names = claimsOfTemplate(before, template).map(({ name }) => name);
  if (names.length === 0 || typeof to !== "string" || !isDnsSubdomain(to)) return [];
  return [
    {
      do: `give the claims of \`${template}\` that exist the attributes class \`${to}\`; a VolumeAttributesClass of that name must be there, for the CSI driver of the volumes`,
      commands: patchEach(where, names, { volumeAttributesClassName: to }),
      checks: checksOfEach(
        where,
        names,
        classesShown,
        `each ASKS for ${to}; HAS follows once the driver has changed the volume. STATUS Pending: the class is not there; Infeasible: the driver refuses it`,
        { that: "claims-classed", claims: names, className: to },
      ),
      ifSkipped: `the claims that exist ${isNamed(from) ? `keep the class \`${from}\`` : "stay without a class"}: nobody compares them with the template`,
    },
  ];
}

const classesShown =
  "ASKS:.spec.volumeAttributesClassName,HAS:.status.currentVolumeAttributesClassName,STATUS:.status.modifyVolumeStatus.status";

/** What the server of this version does not do with sizes and classes, even when every step is taken. */
export function claimWarnings(change: ImmutableChange, options: DefaultsOptions): string[] {
  if (change.kind === "claim-size") {
    if (!change.grows)
      return [`the claims of \`${change.template}\` that exist keep their size: a claim cannot shrink`];
    return [growthTakenBack];
  }
  if (change.kind !== "claim-class") return [];
  const { from, to, template } = change;
  // The same words for all versions in which it is so: they belong in one plan.
  if (!keepsClasses(options))
    return isNamed(to)
      ? [
          `the API server drops \`volumeAttributesClassName\` from claims while the feature gate VolumeAttributesClass is off, as it is before 1.34 unless it was switched on: the claims of \`${template}\`, new ones too, do not get the class \`${to}\``,
        ]
      : [];
  if (isNamed(to) || !isNamed(from)) return [];
  return [
    `the claims of \`${template}\` that exist keep the class \`${from}\`: the server takes none away once it is in effect; patch them to another class where they are to change`,
  ];
}

/** RecoverVolumeExpansionFailure, beta and on since 1.32. The same words for all versions: they belong in one plan. */
const growthTakenBack =
  "where a claim cannot grow so far (its events say so), the same patch takes a smaller size again, as long as it is more than HAS shows; servers before 1.32 refuse that";

function isNamed(className: unknown): className is string {
  return typeof className === "string" && className !== "";
}

/** Whether claims keep a class at all: beta since 1.31 behind a gate that is off, on since 1.34. */
function keepsClasses({ minor = newestMinor, featureGates }: DefaultsOptions): boolean {
  return isGateOn("VolumeAttributesClass", minor, featureGates);
}

function patchEach(where: Kubectl, claims: readonly string[], spec: object): string[] {
  const patch = JSON.stringify({ spec });
  return forEachName(where, "pvc", claims, (claim) => [kubectl(where, "patch", claim, "--type=merge", "-p", patch)]);
}

/** Columns of each claim; of many, how many have the same. */
function checksOfEach(
  where: Kubectl,
  claims: readonly string[],
  columns: string,
  expect: string,
  proof: Proof,
): Check[] {
  return checksOfAll(
    where,
    "pvc",
    claims,
    { flags: ["-o", `custom-columns=NAME:.metadata.name,${columns}`], expect },
    () => ({ flags: ["-o", `custom-columns=${columns}`], through: tally, expect }),
    proof,
  );
}

/** A size as it was written; what is no size cannot be named. */
function shownAmount(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "what they have";
}
