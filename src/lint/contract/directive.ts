import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";

/** What somebody wrote so that a finding is not reported, and whether it did anything. */
export interface Directive {
  readonly kind: "comment" | "annotation" | "config";
  readonly rule: string;
  readonly reason?: string;
  /** The last day on which it holds. */
  readonly expires?: string;
  /** Whom it is about: a comment's line belongs to this resource. */
  readonly manifest: Manifest;
  /** Where it is written; absent for the configuration, which is no input. */
  readonly location?: Location;
  /** The line that a comment speaks of. */
  readonly line?: number;
  /** Why it is not understood; `rule` is then empty. */
  readonly odd?: string;
}

export type DirectiveFault = "unused" | "expired" | "without-reason" | "unknown-rule" | "not-understood";
