import type { Location } from "../../read/location.ts";
import type { Path } from "../../read/path.ts";
import type { Problem } from "../../read/problem.ts";

/**
 * - `error`: a certain consequence, or a breach of what Kubernetes documents as required;
 * - `warning`: what breaks under conditions that the message names;
 * - `info`: worth knowing.
 */
export type Severity = "error" | "warning" | "info";

/**
 * How sure a rule is that what it says is so:
 * - `certain`: it follows from the input and from what Kubernetes does;
 * - `likely`: it rests on something that the input does not show and that is as it says nearly everywhere, such as how the
 *   software in an image behaves;
 * - `possible`: it may well be meant so, or be settled elsewhere.
 */
export type Confidence = "certain" | "likely" | "possible";

/** The resource that a finding speaks about. */
export interface ResourceName {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent where the manifest has none: then it is the release's. */
  readonly namespace?: string;
  readonly name: string;
}

/** Another place that belongs to the finding: what contradicts it, or what it is about. */
export interface RelatedPlace {
  readonly message: string;
  readonly resource: ResourceName;
  readonly path: Path;
  readonly location: Location;
  /** Where it is edited, where the chart is known. */
  readonly template?: TemplatePlace;
  readonly values?: readonly ValuePlace[];
}

/** A replacement of one range of an input; an empty range inserts. */
export interface Edit {
  readonly location: Location;
  readonly text: string;
}

export interface Fix {
  readonly description: string;
  /** Whether it changes nothing but what the finding is about: `--fix` makes it, else only with `--unsafe-fixes`. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** What the API server itself would answer: the error's type, its field in the server's spelling, its words. */
export interface AdmissionRefusal {
  readonly type: string;
  readonly field: string;
  readonly detail: string;
}

/** A range in a chart's template, and nothing of how it was found. */
export type TemplateRange = Omit<TemplatePlace, "via" | "text" | "exactness" | "approximate">;

/** A place in a chart's template. */
export interface TemplatePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The including actions on the way, outermost first; absent where there is none. */
  readonly via?: readonly TemplateRange[];
  /** Where the text of the value is written, where that is in a helper that is included behind its key. */
  readonly text?: TemplateRange;
  /**
   * `exact`: our render of the document equals the text byte for byte; `aligned`: its nodes were paired by path;
   * `none`: only the template is known. Absent where the place was not found by rendering.
   */
  readonly exactness?: "exact" | "aligned" | "none";
  readonly approximate?: true;
}

/** A value of a chart that feeds the place. */
export interface ValuePlace {
  /** Empty where a flag gave it. */
  readonly file: string;
  readonly line: number;
  readonly path: Path;
  /** The flag that gave it: `--set a=1`. */
  readonly flag?: string;
  /** What it won over, the nearest first. */
  readonly over?: readonly { readonly file: string; readonly line: number; readonly flag?: string }[];
}

/** A violation, located: plain JSON, as the report promises it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly resource: ResourceName;
  /** From the resource's root. */
  readonly path: Path;
  readonly location: Location;
  readonly related: readonly RelatedPlace[];
  /** What to change. */
  readonly help: string;
  /** Survives moved lines, unrelated edits and another release name. */
  readonly fingerprint: string;
  /** The Kubernetes minors it holds for, where it does not hold for all that were asked for. */
  readonly versions?: readonly string[];
  readonly admission?: AdmissionRefusal;
  readonly template?: TemplatePlace;
  readonly values?: readonly ValuePlace[];
  readonly fix?: Fix;
  /** Under a values matrix: the combinations of values that it needs. */
  readonly renders?: readonly string[];
  /** The place is the nearest that is known. */
  readonly approximate?: true;
  /** How many more of its rule and resource it stands for: of very many the first are listed. */
  readonly more?: number;
}

export interface Suppression {
  readonly kind: "comment" | "annotation" | "config" | "baseline";
  readonly reason?: string;
  /** A day, `2027-01-31`: from the day after it no longer suppresses. */
  readonly expires?: string;
  readonly location?: Location;
}

export interface SuppressedFinding extends Finding {
  readonly suppression: Suppression;
}

export interface Summary {
  readonly statefulSets: number;
  readonly documents: number;
  /** Documents of kinds that no rule uses: counted, never parsed. */
  readonly notChecked: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  readonly problems: number;
}

/**
 * A StatefulSet that rules do not speak about, a resource that stands for a release that was not rendered, or a release that
 * was not judged to the end, by its first set.
 */
export interface Unchecked {
  readonly resource: ResourceName;
  readonly location: Location;
  /** One sentence without a full stop. */
  readonly why: string;
}

/** What a run found, as JSON; its schema is schemas/report.schema.json. The same input gives the same report. */
export interface Report {
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly kubernetesVersions: readonly string[];
  readonly summary: Summary;
  /** Every rule that ran, sorted. */
  readonly rules: readonly string[];
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly Problem[];
  /** What looks like the subject and was not checked; changes nothing in the exit status. In the order of the input. */
  readonly unchecked: readonly Unchecked[];
}
