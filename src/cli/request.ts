import type { ApplyMode, Deployer, Preset, RuleLevel } from "../lint/contract/options.ts";
import type { FormatName } from "../report/format.ts";
import type { ColorChoice } from "./color.ts";
import type { FailOn } from "./exit-status.ts";

/** `--format NAME[=FILE]`. */
export interface FormatRequest<Name extends string = FormatName> {
  readonly name: Name;
  /** stdout unless set. */
  readonly file?: string;
}

/** What was asked for on the command line; an absent field was not said. */
export interface LintRequest {
  /** Files, folders, globs, `-`; none means stdin. */
  readonly inputs: readonly string[];
  readonly formats: readonly FormatRequest[];
  readonly color: ColorChoice;
  readonly kubernetesVersion?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly rules?: Readonly<Record<string, RuleLevel>>;
  readonly preset?: Preset;
  /** A configuration file, or false for `--no-config`. */
  readonly config?: string | false;
  readonly allowPlugins?: boolean;
  readonly failOn?: FailOn;
  readonly maxWarnings?: number;
  readonly allowEmpty?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly against?: string;
  readonly live?: boolean;
  readonly apply?: ApplyMode;
  readonly deployer?: Deployer;
  readonly chart?: string;
  readonly passthrough?: boolean;
  readonly quiet?: boolean;
  readonly stats?: boolean;
  readonly fixDryRun?: boolean;
}

/** A request that says nothing but its inputs: what the usual pipe makes. */
export function plainRequest(inputs: readonly string[]): LintRequest {
  return { inputs, formats: [], color: "auto" };
}
