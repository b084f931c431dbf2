import type { ReadText } from "./document-text.ts";
import type { Opened } from "./open-manifests.ts";
import type { Problem } from "./problem.ts";
import type { ScalarRanges } from "./scalar-ranges.ts";
import type { SharedRanges } from "./shared-ranges.ts";
import type { TextLines } from "./text-lines.ts";
import type { ParsedPlaces } from "./yaml/parse.ts";

/** What is known of a document that somebody asked about: of a long stream, few. */
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
