import type { TemplateQuestions } from "../../chart/index.ts";
import type { Deployer } from "../../model/deployer.ts";
import type { FeatureGates } from "../../model/kubernetes-version.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import type { ChartQuestions } from "./chart-traces.ts";
import type { Directive, DirectiveFault } from "./directive.ts";
import type { AdmissionRefusal } from "./finding.ts";
import type { FixedSettingFact } from "./fixed-setting.ts";
import type { ProbeFact } from "./probe-fact.ts";

/** The types that an admission's `decode` and `strict` get in a refusal; all others are the server's own. */
export const decodeError = "DecodeError";
export const unknownField = "UnknownField";

/** A refusal by the API server, per version it holds for, and where in the manifest it points. */
export interface Refusal extends AdmissionRefusal {
  readonly path: Path;
  readonly versions: readonly string[];
}

/** A workload somewhere in the input, known by the header of its document. */
export interface WorkloadName {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A StatefulSet whose claim template makes claims of a name, somewhere in the input. */
export interface ClaimMaker {
  readonly set: string;
  readonly template: string;
  /** The ordinals that it can have: from the first up to the end, exclusive. */
  readonly firstOrdinal: number;
  readonly endOrdinal: number;
}

/** What is known once all of the input is read, in whatever order it came: names alone. */
export interface WholeInput {
  /** Workloads of that name, by kind and namespace. */
  workloadsNamed(name: string): readonly WorkloadName[];
  /** Who makes claims `STEM-ORDINAL` in a namespace that is written out. */
  claimMakers(stem: string, namespace: string): readonly ClaimMaker[];
}

/** What a rule may ask beyond its subject; of the chart behind it nothing is known without one that renders to it. */
export interface RuleContext extends ChartQuestions {
  /** The Kubernetes minors asked for, ascending, such as `1.37`. */
  readonly kubernetesVersions: readonly string[];
  /** The minors asked for on which a feature gate is off: by default there, or as `--feature-gates` says. */
  versionsWithout(featureGate: string): readonly string[];
  /** The rule's options with their defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * The gates of one of these versions as they were set, and as a patch release that was asked for has them by default
   * where its minor's newest has not; the minor's own defaults apart.
   */
  gatesOn(version: string): FeatureGates;
  /** How the input will be applied. */
  readonly apply: "client" | "server";
  /** Who deploys it, as it was asked for; absent: as labels and annotations tell. */
  readonly deployer: Deployer | undefined;
  /** Where commands act on what names no namespace, as it was asked for; absent: in kubectl's current one. */
  readonly namespace: string | undefined;
  /**
   * What the API server would refuse of this manifest: on create, or, where something of its kind and name runs now,
   * on the update, changes of a StatefulSet's immutable fields apart. Computed once a manifest.
   */
  refusals(manifest: Manifest): readonly Refusal[];
  /** The first of those refusals that points at exactly this place. */
  refusalAt(manifest: Manifest, path: Path): Refusal | undefined;
  /** What runs now of a manifest's kind and name; undefined where nothing does, and without `against`. */
  running(manifest: Manifest): Manifest | undefined;
  /** All that it would refuse of the change from `before`, as it runs now, to `after`. */
  updateRefusals(after: Manifest, before: Manifest): readonly Refusal[];
  /** What the chart's text says of each probe of a rendered workload; none without a chart. */
  probeLevels(manifest: Manifest): readonly ProbeFact[];
  /** The settings of a rendered StatefulSet that no value of the chart reaches; none without a chart that renders. */
  fixedSettings(manifest: Manifest): readonly FixedSettingFact[];
  /** What the chart's templates ask of the cluster and of helm while they render; undefined without a chart. */
  readonly templateQuestions: TemplateQuestions | undefined;
  /** Suppressions that did not do what they were written for; complete only for a rule that `needs: "suppressions"`. */
  suppressionFaults(): Iterable<{
    readonly directive: Directive;
    readonly fault: DirectiveFault;
    /** The rule that was meant by an unknown one, perhaps. */
    readonly meant?: string;
  }>;
}
