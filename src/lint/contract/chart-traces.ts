import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import type { Path } from "../../read/path.ts";
import type { ChartFix, FixedPart, NotMade } from "./chart-fix.ts";
import type { TemplatePlace, ValuePlace } from "./finding.ts";

/** Where a node of a rendered manifest is edited. */
export interface TracedPlace {
  readonly template: TemplatePlace;
  /** The line of the template that is pointed at, where it is known. */
  readonly line?: string;
  readonly values: readonly ValuePlace[];
}

/** A value that no template of the chart reads. */
export interface UnreadValueFact {
  /** As seen from the chart that is rendered. */
  readonly path: Path;
  /** Whether a user gave it; else it stands in the chart's own values.yaml. */
  readonly isGiven: boolean;
  /** Its key in a values file. */
  readonly location?: Location;
  /** The flag that gave it, where it stands in no file. */
  readonly flag?: string;
  /** What may have been meant. */
  readonly meant?: Path;
}

/** Where the chart's values.schema.json and its templates are not of one mind about a value. */
export interface SchemaFaultFact {
  /**
   * `closed`: a template reads it, and the schema refuses whatever is given; `required`: it must be given, and no template
   * reads it; `offered`: the schema lists it, values.yaml does not, and no template reads it.
   */
  readonly kind: "closed" | "required" | "offered";
  /** The shortest path for which it is so. */
  readonly path: Path;
  /** Where the template reads it; else its key in the schema. */
  readonly location: Location;
}

/** A value of which the chart's values.schema.json names what it may be, printed as it is. */
export interface SchemaChoiceFact {
  readonly path: Path;
  /** What names that: a list of all that it may be, or a bound or pattern that writes it out. */
  readonly by: "list" | "minimum" | "maximum" | "pattern";
  /** What is named but what it is now. */
  readonly others: readonly (string | number | boolean | null)[];
  /** Where the manifest has it. */
  readonly nodes: readonly Path[];
  /** Its key in the schema. */
  readonly location: Location;
  /** The StatefulSets that the chart renders with another one; undefined where it does not render. */
  renderedWith(other: string | number | boolean | null): readonly Manifest[] | undefined;
}

/** What becomes of a StatefulSet's name with the longest name of a release that helm takes. */
export interface LongNameFact {
  /** How many characters the set's name then has. */
  readonly length: number;
  /** How many characters a release's name may have for the set's to keep to the limit; absent where that was not found. */
  readonly longestRelease?: number;
  /** The calls of `trunc` that leave more characters than the limit, in the order of their one file. */
  readonly truncations: readonly { readonly characters: number; readonly location: Location }[];
  /** The value that gives the set its name in place of the release, where the template asks for one. */
  readonly override?: Path;
}

/** What a rule may ask of the chart that made a manifest, byte for byte: nothing is answered of any other manifest. */
export interface ChartQuestions {
  /** The scalars at or below a path whose text holds something that a function made at random, or of the time of day. */
  randomPaths(manifest: Manifest, under: Path): readonly Path[];
  /** The calls of random functions that the template may come to for a node, in whatever branch, nearest first. */
  randomCalls(manifest: Manifest, path: Path): readonly { readonly name: string; readonly location: Location }[];
  /** The scalars at or below a path whose text hangs on what `lookup` finds, and the nearest call of it. */
  lookedUp(manifest: Manifest, under: Path): readonly { readonly path: Path; readonly location: Location }[];
  /**
   * The values that no template of the chart that made the manifest reads in any branch: those that a user gave, or the
   * chart's own; none where that is not certain.
   */
  unreadValues(manifest: Manifest, isGiven: boolean): readonly UnreadValueFact[];
  /** Where the schema of the chart that made the manifest does not fit its templates; none where that is not certain. */
  schemaFaults(manifest: Manifest): readonly SchemaFaultFact[];
  /** Of the values that the manifest prints as they are, those for which the chart's schema lists what they may be. */
  schemaChoices(manifest: Manifest): readonly SchemaChoiceFact[];
  /**
   * The name that a StatefulSet gets in the release with the longest name that helm takes, where it then has more than
   * `limit` characters and has not now; undefined where the chart does not render so, or which set it is cannot be told.
   */
  longName(manifest: Manifest, limit: number): LongNameFact | undefined;
  /**
   * What it takes that a part of a manifest comes from values of its own, with what stands there now as their defaults; or
   * why that cannot be had. Undefined where the manifest is not what the chart renders to, byte for byte.
   */
  newValues(manifest: Manifest, part: FixedPart): ChartFix | NotMade | undefined;
}

/** The chart behind the input, as far as it tells where each node comes from. */
export interface ChartTraces extends ChartQuestions {
  /** Undefined where the chart did not make the manifest. */
  trace(manifest: Manifest, path: Path): TracedPlace | undefined;
  /** Those of some fixes with which all of the chart renders as before, byte for byte. */
  provenFixes(fixes: readonly ChartFix[]): ReadonlySet<ChartFix>;
  /** A line of a file of the chart, or of a values file, where it is known. */
  line(file: string, line: number): string | undefined;
}
