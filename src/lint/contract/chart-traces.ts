import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import type { TemplatePlace, ValuePlace } from "./finding.ts";

/** Where a node of a rendered manifest is edited. */
export interface TracedPlace {
  readonly template: TemplatePlace;
  /** The line of the template that is pointed at, where it is known. */
  readonly line?: string;
  readonly values: readonly ValuePlace[];
}

/** The chart behind the input, as far as it tells where each node comes from. */
export interface ChartTraces {
  /** Undefined where the chart did not make the manifest. */
  trace(manifest: Manifest, path: Path): TracedPlace | undefined;
  /** The scalars at or below a path whose text holds something that a function made at random, or of the time of day. */
  randomPaths(manifest: Manifest, under: Path): readonly Path[];
}
