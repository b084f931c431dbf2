/*
 * What the API server answers to `kubectl apply --dry-run=server`, for the kinds around a StatefulSet.
 * Source: staging/src/k8s.io/apiserver pkg/registry/rest/create.go and update.go, and the strategies of each kind.
 */
import { applyDefaults } from "../model/defaults.ts";
import { type FeatureGates, versionOf } from "../model/kubernetes-version.ts";
import type { Path } from "../read/path.ts";
import { checkAutoscaler, checkAutoscalerUpdate, prepareAutoscaler } from "./autoscaler.ts";
import { checkAutoscalerV1, checkAutoscalerV1Update } from "./autoscaler-v1.ts";
import { checkBudget, checkBudgetUpdate } from "./budget.ts";
import { checkClaim, checkClaimUpdate, prepareClaim } from "./claim-object.ts";
import { type Decoded, decode } from "./decode.ts";
import { type FieldError, FieldReview, mostTold } from "./field-review.ts";
import { checkService, prepareService } from "./service.ts";
import { checkServiceUpdate } from "./service-update.ts";
import { checkStatefulSet, prepareStatefulSet } from "./statefulset.ts";
import { checkStatefulSetUpdate } from "./statefulset-update.ts";
import { definitionOfKind } from "./structure.ts";
import { typedPatchErrors } from "./typed-patch.ts";
import { warningsFor } from "./warnings.ts";

/** For which server to admit, and what is stored there already. */
export interface AdmitOptions {
  /** A version such as `1.36`; the newest known unless set. */
  readonly kubernetesVersion?: string;
  /** The object as it is stored: the manifest is an update of it. Absent: a create. */
  readonly old?: object;
  /** Gates that differ from the version's defaults. */
  readonly featureGates?: FeatureGates;
  /** How it is applied; `client` unless set. Server-side apply refuses some things that a plain create lets pass. */
  readonly apply?: "client" | "server";
}

/** The server's answer. What is empty is absent. */
export interface Admission {
  readonly accepted: boolean;
  /** The object could not be decoded: the first reason. Nothing else was looked at then. */
  readonly decode?: string;
  /** Unknown fields, refused under strict field validation. */
  readonly strict?: string[];
  readonly errors?: FieldError[];
  /**
   * With `apply: "server"`: what reading the manifest as a typed patch refuses, each with its path, sorted. The server
   * says nothing else then; the rest of this answer is what it would say of the same object without that.
   */
  readonly typed?: string[];
  /** What the server says while it accepts. */
  readonly warnings?: string[];
  /** There is more than is listed: of an object with very many faults the first 10,000 of each kind are. */
  readonly more?: true;
}

/** Where an admission's decode error and unknown fields stand in the manifest, in the order of the admission. */
export interface AdmissionPlaces {
  readonly decode?: Path;
  /** All that could not be decoded, of which the server tells the first alone: in the words it would have for each. */
  readonly undecodable?: readonly { readonly message: string; readonly path: Path }[];
  readonly strict: readonly { readonly field: string; readonly path: Path; readonly definition: string }[];
}

interface Kind {
  readonly prepare?: (review: FieldReview, object: Decoded, old: Decoded | undefined) => void;
  readonly check: (review: FieldReview, object: Decoded) => void;
  readonly update: (review: FieldReview, object: Decoded, old: Decoded) => void;
}

const kinds: Readonly<Record<string, Kind>> = {
  StatefulSet: { prepare: prepareStatefulSet, check: checkStatefulSet, update: checkStatefulSetUpdate },
  Service: { prepare: prepareService, check: checkService, update: checkServiceUpdate },
  PersistentVolumeClaim: { prepare: prepareClaim, check: checkClaim, update: checkClaimUpdate },
  PodDisruptionBudget: { check: checkBudget, update: checkBudgetUpdate },
  HorizontalPodAutoscalerV1: { check: checkAutoscalerV1, update: checkAutoscalerV1Update },
  HorizontalPodAutoscaler: { prepare: prepareAutoscaler, check: checkAutoscaler, update: checkAutoscalerUpdate },
};

/** True for a manifest whose kind can be admitted here. */
export function isAdmissible(manifest: object): boolean {
  const { apiVersion, kind } = manifest as Decoded;
  const definition = definitionOfKind(apiVersion, kind);
  return definition !== undefined && Object.hasOwn(kinds, definition);
}

/**
 * The API server's answer to a manifest, on create or, with `old`, on update. The manifest stays as it is.
 * A kind that is not known here is accepted: ask `isAdmissible` first.
 * Throws KubernetesVersionError for an unknown version.
 */
export function admit(manifest: object, options: AdmitOptions = {}): Admission {
  return admitWithPlaces(manifest, options).admission;
}

/** The same, with the places of what has no field of its own. */
export function admitWithPlaces(
  manifest: object,
  options: AdmitOptions = {},
): { admission: Admission; places: AdmissionPlaces } {
  const { answer, warnings } = answerTo(manifest, options);
  if (options.apply === "server") {
    const typed = typedPatchErrors(manifest, versionOf(options.kubernetesVersion).minor);
    if (typed.length > 0) {
      const admission: Admission = { ...answer.admission, accepted: false, typed: typed.slice(0, mostTold) };
      const isCut = typed.length > mostTold;
      return { admission: isCut ? { ...admission, more: true } : admission, places: answer.places };
    }
  }
  const found = warnings();
  if (found.length === 0) return answer;
  const admission: Admission = { ...answer.admission, warnings: found.slice(0, mostTold) };
  const isCut = found.length > mostTold;
  return { admission: isCut ? { ...admission, more: true } : admission, places: answer.places };
}

/** The same without warnings: what the server refuses, if anything. */
export function refusalWithPlaces(
  manifest: object,
  options: AdmitOptions = {},
): { admission: Admission; places: AdmissionPlaces } {
  return answerTo(manifest, options).answer;
}

const noWarnings = (): string[] => [];

function answerTo(
  manifest: object,
  options: AdmitOptions,
): { answer: { admission: Admission; places: AdmissionPlaces }; warnings: () => string[] } {
  const { minor, featureGates } = versionOf(options.kubernetesVersion, options.featureGates);
  const { apiVersion, kind: kindName } = manifest as Decoded;
  const definition = definitionOfKind(apiVersion, kindName);
  const kind = definition !== undefined && Object.hasOwn(kinds, definition) ? kinds[definition] : undefined;
  if (definition === undefined || kind === undefined)
    return { answer: { admission: { accepted: true }, places: { strict: [] } }, warnings: noWarnings };
  const outcome = decode(manifest, definition, minor);
  if (outcome.error !== undefined)
    return {
      answer: {
        admission: {
          accepted: false,
          decode: outcome.error.message,
          ...(outcome.isCut ? { more: true as const } : {}),
        },
        places: { decode: outcome.error.path, undecodable: outcome.errors, strict: outcome.unknown },
      },
      warnings: noWarnings,
    };
  const review = new FieldReview(minor, featureGates);
  const old = options.old === undefined ? undefined : stored(options.old, definition, kind, review);
  const object = outcome.object;
  applyDefaults(object, review);
  kind.prepare?.(review, object, old);
  if (old === undefined) kind.check(review, object);
  else kind.update(review, object, old);
  const strict = outcome.unknown.map(({ field }) => `unknown field "${field}"`);
  const errors = distinct(review.errors);
  const accepted = strict.length === 0 && errors.length === 0;
  return {
    answer: {
      admission: {
        accepted,
        ...(strict.length > 0 ? { strict } : {}),
        ...(errors.length > 0 ? { errors } : {}),
        ...(outcome.isCut || review.isCut ? { more: true as const } : {}),
      },
      places: { strict: outcome.unknown },
    },
    warnings: accepted ? () => warningsFor(definition, object, old, review) : noWarnings,
  };
}

/** The old object as the server holds it: stored by the same version. */
function stored(old: object, definition: string, kind: Kind, review: FieldReview): Decoded {
  const { object } = decode(old, definition, review.minor);
  applyDefaults(object, review);
  kind.prepare?.(review, object, undefined);
  return object;
}

/** The server says some things twice, once in each of two rounds. */
function distinct(errors: readonly FieldError[]): FieldError[] {
  if (errors.length < 2) return [...errors];
  const seen = new Set<string>();
  return errors.filter((error) => {
    const key = error.join("\0");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
