import type { Path } from "../../read/path.ts";
import type { ValuePath } from "../symbolic/value.ts";

export type ProbeKind = "livenessProbe" | "readinessProbe" | "startupProbe";

export const probeKinds: readonly ProbeKind[] = ["livenessProbe", "readinessProbe", "startupProbe"];

export const handlerKinds: readonly string[] = ["exec", "httpGet", "tcpSocket", "grpc"];

export const timingKeys: readonly string[] = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
  "terminationGracePeriodSeconds",
];

/**
 * What a user of a chart can set of a probe by values, the most over all branches of the templates:
 *
 * - `whole`: handler and timings can both be set;
 * - `timings`: the handler is the chart's, at least one of its numbers comes from values;
 * - `enabled-only`: neither, but a value that names the probe turns it on or off;
 * - `literal`: nothing of the probe is a value of its own.
 */
export type Level = "whole" | "timings" | "enabled-only" | "literal";

/** The levels from the least that can be set to the most. */
export const levels: readonly Level[] = ["literal", "enabled-only", "timings", "whole"];

/** A range in a file of the chart; lines and columns from 1, the end exclusive. */
export interface ChartLocation {
  /** The file's path relative to the chart's directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What the chart's text says of one rendered probe. */
export interface ProbeLevel {
  /** Where the probe stands in the manifest. */
  readonly path: Path;
  readonly container: string;
  /** The container is an init container: with a probe, a native sidecar. */
  readonly init: boolean;
  readonly probe: ProbeKind;
  /** `unknown` where the templates could not be followed to the end. */
  readonly level: Level | "unknown";
  /** Why the level is unknown, as a clause. */
  readonly reason?: string;
  /** The level of the branch that this render took, where it is another. */
  readonly branch?: Level;
  /** Where the probe's key is written in the branch that was rendered. */
  readonly location?: ChartLocation;
  /** The including actions on the way to that place, outermost first. */
  readonly via: readonly ChartLocation[];
  /** Paths whose content goes into the probe in some branch, those of the branch rendered first. */
  readonly values: readonly ValuePath[];
  /** Paths that name the probe and only turn it on or off. */
  readonly switches: readonly ValuePath[];
}
