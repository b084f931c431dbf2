import type { ApplyMode, Deployer, Preset, RuleLevel } from "../lint/contract/options.ts";
import { formatNames } from "../report/format.ts";
import type { ColorChoice } from "./color.ts";
import type { FailOn } from "./exit-status.ts";
import type { FormatRequest } from "./format-request.ts";
import { formatRequest } from "./option-values.ts";
import type { ShardRequest } from "./shard-request.ts";

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
  /** Where commands act on what names no namespace. */
  readonly namespace?: string;
  readonly chart?: string;
  readonly passthrough?: boolean;
  readonly quiet?: boolean;
  readonly stats?: boolean;
  readonly fixDryRun?: boolean;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly wholeRelease?: boolean;
  readonly shard?: ShardRequest;
  /** Threads that share the releases of the input. */
  readonly jobs?: number;
}

/** What commander makes of the options of any command that reads inputs or a configuration. */
interface ParsedOptions extends Omit<LintRequest, "inputs" | "formats" | "rules" | "color" | "config"> {
  readonly format?: readonly string[];
  readonly rule?: NonNullable<LintRequest["rules"]>;
  readonly color?: LintRequest["color"];
  /** True where neither --config nor --no-config was given. */
  readonly config?: string | boolean;
}

/** The request that parsed options stand for; its formats are report formats. */
export function requestOf(inputs: readonly string[], parsed: Readonly<Record<string, unknown>>): LintRequest {
  const { format, rule, config, color, ...rest } = parsed as unknown as ParsedOptions;
  return {
    ...rest,
    inputs,
    formats: (format ?? []).map((text) => formatRequest(text, formatNames)),
    color: color ?? "auto",
    ...(rule === undefined ? {} : { rules: rule }),
    ...(config === true || config === undefined ? {} : { config }),
  };
}

/** A request that says nothing but its inputs: what the usual pipe makes. */
export function plainRequest(inputs: readonly string[]): LintRequest {
  return { inputs, formats: [], color: "auto" };
}
