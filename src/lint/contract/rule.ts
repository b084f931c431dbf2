import type { Release } from "../../model/release.ts";
import type { StatefulSetView } from "../../model/statefulset.ts";
import type { Upgrade } from "../../model/upgrade.ts";
import type { Workload } from "../../model/workload.ts";
import type { ForetoldKind } from "../../plan/foretold.ts";
import type { Manifest } from "../../read/document.ts";
import type { Aim, Location } from "../../read/location.ts";
import type { Path } from "../../read/path.ts";
import type { ChartFix } from "./chart-fix.ts";
import type { RuleContext, WholeInput } from "./context.ts";
import type { AdmissionRefusal, Confidence, Severity, TemplatePlace } from "./finding.ts";

export type { AdmissionRefusal };

export type Category =
  | "identity"
  | "storage"
  | "probes"
  | "rollout"
  | "availability"
  | "pod"
  | "manifest"
  | "upgrade"
  | "chart"
  | "live";

/**
 * What a rule says, in two sentences: `text` names the fault and its consequence for data or traffic, `help` what to
 * write instead. `{word}` stands for the violation's data of that name.
 */
export interface Message {
  readonly text: string;
  readonly help: string;
}

/** A place in a manifest. `aim` is the value for a scalar and the key for anything else, unless set. */
export interface Place {
  readonly manifest: Manifest;
  readonly path: Path;
  readonly aim?: Aim;
  /** For what is no node of the manifest, such as a comment: its place, which then counts instead of the path's. */
  readonly location?: Location;
}

export interface RelatedViolationPlace extends Place {
  /** What is there, in a few words: "Service/db has a cluster IP". */
  readonly message: string;
}

/** A change of the manifest that a machine can make. */
export type Change =
  | { readonly do: "replace"; readonly place: Place; readonly text: string }
  | { readonly do: "remove"; readonly place: Place };

/**
 * What a rule must know of the whole input to decide. Plain JSON, and names alone: it stays in memory until all is read,
 * and where parts of an input are linted apart it travels with a part's report.
 */
export type Question = Readonly<Record<string, unknown>>;

/** What fills a message's words. */
export type ViolationData = Readonly<Record<string, string | number>>;

/** What a rule yields: no text and no line numbers yet. */
export interface Violation<MessageId extends string = string> {
  readonly message: MessageId;
  readonly data?: ViolationData;
  readonly at: Place;
  readonly related?: readonly RelatedViolationPlace[];
  /** For what only the whole input can show: what the rule's `decide` is given once all is read. */
  readonly question?: Question;
  /**
   * Whether it holds only where all of the release was given, because it says that something is missing or that nothing
   * fits: of a part of a release it is no finding, and the report says in `unchecked` what was not judged.
   */
  readonly assumesWhole?: boolean;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /**
   * Where it differs from the rule's own. Unless set, an error and a server's own refusal are `certain`, and what a rule of
   * errors yields as less than an error is `likely`.
   */
  readonly confidence?: Confidence;
  /** The Kubernetes minors it holds for, where it is not all of those asked for. */
  readonly versions?: readonly string[];
  /** The API server's own refusal that this violation explains; a rule that `givesWay` then keeps silent about it. */
  readonly admission?: AdmissionRefusal;
  /** The place in the chart's template, where it is known. */
  readonly template?: TemplatePlace;
  /** Paths of the chart's values that feed the place. */
  readonly values?: readonly Path[];
  /**
   * What a machine can change so that the violation is gone. `safe` unless set to false: a fix that may change what
   * somebody meant, such as one of two possible names, is not. `chart` changes the chart's own files in place of the
   * manifest, without `changes`; it is offered where the chart renders as before with it.
   */
  readonly fix?: {
    readonly description: string;
    readonly safe?: boolean;
    readonly changes: readonly Change[];
    readonly chart?: ChartFix;
  };
}

/** What a rule looks at: each StatefulSet with what surrounds it, a whole release, or the change from what runs now. */
export interface Subjects {
  readonly StatefulSet: StatefulSetView;
  /** What makes pods, for rules that need no more than the pod and its surroundings; StatefulSets alone for now. */
  readonly Workload: Workload;
  readonly Release: Release;
  /** Everything that runs now beside everything that is to be applied; only where `against` was given. */
  readonly Upgrade: Upgrade;
}

/** The preset that first holds the rule; `hygiene` rules repeat general pod advice and are only in `all`. */
export type RulePreset = "recommended" | "strict" | "hygiene";

export interface RuleInfo<MessageId extends string = string> {
  readonly id: string;
  readonly category: Category;
  /** One sentence without a full stop: what the rule finds. */
  readonly summary: string;
  /** Why it matters: what Kubernetes does, and what happens to data or traffic. Markdown paragraphs. */
  readonly rationale: string;
  readonly severity: Severity;
  /** How sure it is of what it says; unless set, `certain` for an error and else `likely`. */
  readonly confidence?: Confidence;
  readonly preset: RulePreset;
  /** The version of sts-lint that first had it. */
  readonly since: string;
  /** What the rule deliberately leaves alone, and when it may still be wrong. */
  readonly falseAlarms: string;
  /** What to do, step by step, where the messages' help is not enough. */
  readonly fix?: string;
  /** Issues and pages: `owner/repo#123` or a URL. */
  readonly references: readonly string[];
  /** What the rule cannot do without. */
  readonly needs?: "chart" | "against" | "live" | "suppressions";
  /**
   * Whether it reports what the API server refuses in the server's own words only, so that a violation of it is left out
   * where another rule explains the same refusal (`admission`) better. False unless set.
   */
  readonly givesWay?: boolean;
  /**
   * Whether the rule looks at each pair of an upgrade by itself, and beside them only at what vanished and appeared: then
   * it may be asked of some pairs at a time, the rest of the upgrade with the first of them. False unless set.
   */
  readonly isPairwise?: boolean;
  /**
   * What an error of the rule means for whoever applies the input, where the controller's own steps do not show it: a plan
   * of the same input tells it. Unset for what a plan finds out by itself, and where pods run all the same.
   */
  readonly foretells?: ForetoldKind;
  /** Ids of retired rules whose place it took: whoever still writes one of them is told of this rule. */
  readonly replaces?: readonly string[];
  /** JSON Schema of the rule's options with a default for each. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly messages: Readonly<Record<MessageId, Message>>;
}

export interface Rule<Subject extends keyof Subjects = keyof Subjects, MessageId extends string = string>
  extends RuleInfo<MessageId> {
  readonly subject: Subject;
  check(subject: Subjects[Subject], context: RuleContext): Iterable<Violation<MessageId>>;
  /** Answers a violation's `question` with its data, or with undefined where there is nothing to say after all. */
  decide?(question: Question, input: WholeInput): ViolationData | undefined;
}

/** Any rule, whatever it looks at. */
export type AnyRule = Rule<"StatefulSet"> | Rule<"Workload"> | Rule<"Release"> | Rule<"Upgrade">;

/**
 * Declares a rule: metadata and one `check`. The types tie every violation to a message that the rule has.
 * `since`, `falseAlarms` and `references` are part of what `sts-lint rules ID` explains.
 */
export function defineRule<const Subject extends keyof Subjects, const MessageId extends string>(
  rule: Rule<Subject, MessageId>,
): Rule<Subject, MessageId> {
  return rule;
}
