import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import type { Ignore } from "./ignore.ts";

/** What somebody wrote so that a finding is not reported, and whether it did anything. */
export interface Directive {
  readonly kind: "comment" | "annotation" | "config";
  readonly rule: string;
  readonly reason?: string;
  /** The last day on which it holds. */
  readonly expires?: string;
  /** Whom it is about: a comment's line belongs to this resource. */
  readonly manifest: Manifest;
  /** Where it is written, if that is known: also in a configuration, which is no input. */
  readonly location?: Location;
  /** The line that a comment speaks of. */
  readonly line?: number;
  /** The entry of the configuration that it comes from: it makes a directive for each resource that it fits. */
  readonly ignore?: Ignore;
  /** Why it is not understood; `rule` is then empty. */
  readonly odd?: string;
}

export type DirectiveFault = "unused" | "expired" | "without-reason" | "unknown-rule" | "not-understood";
