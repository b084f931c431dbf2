import type { Minor } from "../model/kubernetes-version.ts";

/** A part of a claim template that an update may change while the template stays. */
export type ClaimTemplatePart = "labels" | "annotations" | "storage" | "volumeAttributesClassName";

export interface ChangeablePart {
  readonly part: ClaimTemplatePart;
  /** The first minor in which it can be, and the gate that it waits for there, where it has one. */
  readonly since: Minor;
  readonly gate?: string;
}

/**
 * What ValidateStatefulSetUpdate (pkg/apis/apps/validation/validation.go) lets an update change in claim templates: nothing in any
 * version known here, it compares the list as a whole. KEP-4650 proposes parts of it; what a version brings is written here and
 * nowhere else.
 */
export const changeableParts: readonly ChangeablePart[] = [];
