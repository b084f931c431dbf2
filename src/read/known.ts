import type { ReadText } from "./document-text.ts";
import type { Opened } from "./open-manifests.ts";
import type { Problem } from "./problem.ts";
import type { ScalarRanges } from "./scalar-ranges.ts";
import type { SharedRanges } from "./shared-ranges.ts";
import type { TextLines } from "./text-lines.ts";
import type { ParsedPlaces } from "./yaml/parse.ts";

/** What has been worked out about a document that something looked at: in a long stream, few are. */
export class Known {
  parsed: ReadText | undefined;
  faults: readonly Problem[] | undefined;
  opened: Opened | undefined;
  places: ParsedPlaces | undefined;
  lines: TextLines | undefined;
  scalars: ScalarRanges | undefined;
  shared: SharedRanges | undefined;
  doubled: ReadonlySet<string> | undefined;
}
