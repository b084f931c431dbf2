import type { MadeValues, NotMade } from "../../chart/parameters/wanted-values.ts";
import type { ProbeKind } from "../../chart/probes/probe.ts";
import type { FixedSetting } from "../../chart/settings/fixed-settings.ts";
import type { Path } from "../../read/path.ts";
import type { Edit } from "./finding.ts";

export type { NotMade };

/** A change of a chart's own files, templates and values at once. */
export interface ChartFix {
  /** In the chart's files, as a report names them. */
  readonly edits: readonly Edit[];
  /** The same by what it is for, to be made together with others. */
  readonly made: MadeValues;
}

/** What of a manifest is to come from values of its own. */
export type FixedPart =
  | {
      readonly probe: ProbeKind;
      readonly path: Path;
      readonly container: string;
      readonly switches: readonly Path[];
    }
  | { readonly settings: readonly FixedSetting[] };
