import type { RenderOptions } from "../../chart/render/render-options.ts";
import type { Deployer } from "../../model/deployer.ts";
import type { Input } from "../../read/document.ts";
import type { Observer } from "../../read/observer.ts";
import type { ChartTraces } from "./chart-traces.ts";
import type { Severity } from "./finding.ts";
import type { Ignore } from "./ignore.ts";
import type { AnyRule } from "./rule.ts";
import type { RuleFault } from "./rule-fault.ts";

/** `off` leaves the rule out. */
export type RuleLevel = Severity | "off";

/** A level, or a level with the rule's own options. */
export type RuleSetting = RuleLevel | readonly [RuleLevel, Readonly<Record<string, unknown>>];

/** `recommended` speaks about StatefulSets alone, `strict` adds what is good practice, `all` is every rule. */
export type Preset = "recommended" | "strict" | "all";
export const presets: readonly Preset[] = ["recommended", "strict", "all"];

/** Which resources an override is about: every field given must fit; `*` stands for any run of characters. */
export interface Match {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** The chart's name as the `# Source:` comment or the `helm.sh/chart` label gives it. */
  readonly chart?: string;
  /** The template's path in the `# Source:` comment. */
  readonly source?: string;
  /** Whether it is about an input of that name; about every one unless set. */
  readonly within?: (file: string) => boolean;
}

/** What stands in place of `preset` and `rules` for some of the inputs, such as those of a folder. */
export interface FolderSettings {
  readonly within: (file: string) => boolean;
  readonly preset?: Preset;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

export interface Override {
  readonly match: Match;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly ignore?: readonly Ignore[];
}

/** A file of a chart, its path relative to the chart's directory. */
export interface ChartFile {
  readonly path: string;
  readonly text: string;
}

/** Known findings by fingerprint, as `--update-baseline` writes them; a count where several are equal. */
export interface Baseline {
  readonly version: 2;
  readonly findings: Readonly<Record<string, number>>;
}

export type ApplyMode = "client" | "server";
export const applyModes: readonly ApplyMode[] = ["client", "server"];

export type { Deployer };

export interface LintOptions {
  /** By rule id; wins over the preset, loses to an override. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** `recommended` unless set. */
  readonly preset?: Preset;
  /** One's own rules, made with `defineRule`. */
  readonly plugins?: readonly AnyRule[];
  /** A minor, a list or a range (`1.36`, `1.33,1.36`, `1.31..1.37`); the newest known unless set. */
  readonly kubernetesVersion?: string | readonly string[];
  /** As the cluster has them; each minor's own defaults unless set. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly overrides?: readonly Override[];
  /**
   * For inputs that are governed by settings of their own: the first that fits counts, alone. A rule about a whole
   * release has the options of the run, and reports at a place as that place's settings say.
   */
  readonly folders?: readonly FolderSettings[];
  /** What runs now. */
  readonly against?: readonly Input[];
  /** The input is what a cluster holds. */
  readonly live?: boolean;
  /**
   * How it will be applied; `client` unless set. Server-side apply (Helm 4's new releases, Flux, Argo CD where asked)
   * refuses some things that client-side apply lets pass.
   */
  readonly apply?: ApplyMode;
  /** Whose commands the way out speaks; from labels and annotations unless set. */
  readonly deployer?: Deployer;
  /** The namespace in which the way out's commands act where the input names none. */
  readonly namespace?: string;
  readonly baseline?: Baseline;
  /** The chart behind the input. */
  readonly chart?: readonly ChartFile[];
  /** How the chart was rendered: with what values, flags, release and capabilities. */
  readonly render?: RenderOptions;
  /** The chart's render where somebody made it already; `lint` of the package makes it from `chart` and `render`. */
  readonly traces?: ChartTraces;
  /** The day on which suppressions expire, `2027-01-31`; today unless set. */
  readonly today?: string;
  /** Told of a fault of ours in a rule; the other rules then go on. Without it the fault is thrown. */
  readonly onFault?: (fault: RuleFault) => void;
  /** Told what the run is at: reading, parsing, asking which rule. */
  readonly observer?: Observer;
}

/** An option that cannot be used, said in the user's words; the command line answers with exit status 2. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}
