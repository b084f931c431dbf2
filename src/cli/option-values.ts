import { OptionError, type RuleLevel } from "../lint/contract/options.ts";
import { isDnsLabel } from "../model/names.ts";
import { nearest } from "../model/nearest.ts";
import type { FormatRequest } from "./format-request.ts";
import type { ShardRequest } from "./shard-request.ts";

export const levels: readonly RuleLevel[] = ["error", "warning", "info", "off"];

/** `wanted` where it is one of the choices; else an error that names them. */
export function oneOf<Choice extends string>(flag: string, wanted: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === wanted);
  if (found !== undefined) return found;
  throw new OptionError(`${flag}: \`${wanted}\` is none of ${choices.join(", ")}${nearest(wanted, choices)}`);
}

/** A whole number from 0. */
export function count(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new OptionError(`${flag}: \`${text}\` is no whole number`);
}

/** So many parts at most: beyond that each reads the whole input for next to nothing. */
const mostParts = 1000;

/** `2/4`: the second of four parts. */
export function shard(text: string): ShardRequest {
  const [, first = "", second = ""] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const [index, of] = [Number(first), Number(second)];
  if (first === "" || of < 1) throw new OptionError(`--shard: \`${text}\` is not written as I/N, such as 2/4`);
  if (of > mostParts) throw new OptionError(`--shard: an input has ${mostParts} parts at most`);
  if (index < 1 || index > of)
    throw new OptionError(
      `--shard: there is no part ${index} of ${of}: parts count from 1, so a Job's pod adds 1 to its JOB_COMPLETION_INDEX`,
    );
  return { index, of };
}

/** More threads than any machine has cores gain nothing. */
const mostJobs = 256;

/** How many threads lint. */
export function jobs(text: string): number {
  const wanted = count("--jobs", text);
  if (wanted < 1 || wanted > mostJobs)
    throw new OptionError(`--jobs: \`${text}\` is no number of threads from 1 to ${mostJobs}`);
  return wanted;
}

/** `5m`, `1h30m`, `90s`, as Go writes durations: in seconds. */
export function duration(flag: string, text: string): number {
  const [, hours, minutes, seconds] = /^(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$/.exec(text) ?? [];
  if (text !== "" && (hours ?? minutes ?? seconds) !== undefined)
    return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  throw new OptionError(`${flag}: \`${text}\` is no duration such as 5m or 1h30m`);
}

/** A namespace's name: it goes into commands. */
export function namespaceName(text: string): string {
  if (isDnsLabel(text)) return text;
  throw new OptionError(`--namespace: \`${text}\` is no name that a namespace can have`);
}

/** `sarif=out.sarif`, or a name alone for stdout. */
export function formatRequest<Name extends string>(text: string, known: readonly Name[]): FormatRequest<Name> {
  const cut = text.indexOf("=");
  const wanted = cut < 0 ? text : text.slice(0, cut);
  const name = known.find((one) => one === wanted);
  if (name === undefined) {
    throw new OptionError(
      `--format: unknown format \`${wanted}\`${nearest(wanted, known)} (known: ${known.join(", ")})`,
    );
  }
  if (cut < 0) return { name };
  const file = text.slice(cut + 1);
  if (file === "") throw new OptionError(`--format ${name}=: the file's name is missing`);
  return { name, file };
}

/** `governing-service-missing=off`. Whether the rule exists is the linter's to say. */
export function ruleLevel(text: string): readonly [string, RuleLevel] {
  const cut = text.lastIndexOf("=");
  if (cut < 1)
    throw new OptionError(`--rule: write ID=SEVERITY, such as \`${text === "" ? "some-rule" : text}=warning\``);
  const id = text.slice(0, cut);
  return [id, oneOf(`--rule ${id}`, text.slice(cut + 1), levels)];
}

/** The values of an option that is made to be repeated, in their order. */
export function repeated(text: string, before: unknown): string[] {
  return [...((before as readonly string[] | undefined) ?? []), text];
}

/** A table with one entry more. Throws {@link OptionError} where it says something else of the same name. */
export function withEntry<Value extends string | boolean>(
  flag: string,
  before: Readonly<Record<string, Value>> | undefined,
  name: string,
  value: Value,
): Readonly<Record<string, Value>> {
  const known = before !== undefined && Object.hasOwn(before, name) ? before[name] : undefined;
  if (known !== undefined && known !== value)
    throw new OptionError(`${flag}: \`${name}\` is \`${known}\` and \`${value}\` at once: leave one out`);
  return { ...before, [name]: value };
}

/** `A=true,B=false`, joined to what was given before. */
export function featureGates(text: string, before: unknown): Readonly<Record<string, boolean>> {
  let gates = before as Readonly<Record<string, boolean>> | undefined;
  for (const entry of text.split(",")) {
    const [name, value, ...rest] = entry.trim().split("=");
    if (name === undefined || !/^[A-Za-z][A-Za-z0-9]*$/.test(name) || value === undefined || rest.length > 0) {
      throw new OptionError(`--feature-gates: \`${entry}\` is not written as NAME=true or NAME=false`);
    }
    gates = withEntry(
      "--feature-gates",
      gates,
      name,
      oneOf(`--feature-gates ${name}`, value, ["true", "false"]) === "true",
    );
  }
  return gates ?? {};
}
