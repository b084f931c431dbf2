import { rules } from "../../../rules/index.generated.ts";
import { OptionError, presets } from "../../lint/contract/options.ts";
import { Settings } from "../../lint/engine/settings.ts";
import type { Path } from "../../read/path.ts";
import { printable } from "../../report/printable.ts";
import { type EffectiveSettings, effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus } from "../exit-status.ts";
import { warnOfGates } from "../feature-gates.ts";
import { governingConfigs } from "../folder-settings.ts";
import type { Host } from "../host.ts";
import { openSources } from "../open-sources.ts";
import { type LintRequest, requestOf } from "../request.ts";
import { quietOption, ruleOptions, settingOptions } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

/** A setting, its value, and where it came from. */
type Row = readonly [string, string, string];

/** A longer value, such as a rule's options, pushes its own origin aside and nobody else's. */
const widest = 30;

function table(raw: readonly Row[]): string[] {
  const rows = raw.map(([name, value, origin]): Row => [printable(name), printable(value), printable(origin)]);
  const lengths = (column: 0 | 1) => rows.map((row) => row[column].length);
  const widths = [Math.max(0, ...lengths(0)), Math.max(0, ...lengths(1).filter((length) => length <= widest))];
  return rows.map(
    ([name, value, origin]) => `${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}`,
  );
}

function settingRows(request: LintRequest, { options, failOn, baseline, configuration }: EffectiveSettings): Row[] {
  const from = (flag: string, given: boolean, path: Path, inFile: boolean): string => {
    if (given) return flag;
    return inFile && configuration !== undefined ? `${configuration.name}:${configuration.line(path)}` : "default";
  };
  const file = configuration?.settings;
  const row = (
    name: "preset" | "failOn" | "kubernetesVersion" | "featureGates" | "baseline",
    flag: string,
    value: string,
  ): Row => [name, value, from(flag, request[name] !== undefined, [name], file?.[name] !== undefined)];
  const gates = Object.entries(options.featureGates ?? {}).map(([gate, on]) => `${gate}=${on}`);
  return [
    row("preset", "--preset", options.preset ?? "recommended"),
    row("failOn", "--fail-on", failOn),
    row("kubernetesVersion", "--kubernetes-version", String(options.kubernetesVersion ?? "the newest known")),
    row("featureGates", "--feature-gates", gates.length === 0 ? "as each version has them" : gates.join(",")),
    row("baseline", "--baseline", baseline?.name ?? "none"),
  ];
}

function ruleRows(request: LintRequest, { options, configuration }: EffectiveSettings): Row[] {
  const all = [...rules, ...(options.plugins ?? [])];
  const settings = new Settings(all, options);
  return all.map((rule): Row => {
    const { level, options: own } = settings.for(rule, undefined);
    const value = Object.keys(own).length === 0 ? level : `${level} ${JSON.stringify(own)}`;
    if (request.rules?.[rule.id] !== undefined) return [rule.id, value, "--rule"];
    if (configuration?.settings.rules?.[rule.id] !== undefined) {
      return [rule.id, value, `${configuration.name}:${configuration.line(["rules", rule.id])}`];
    }
    const first = rule.preset === "hygiene" ? "all" : rule.preset;
    const preset = options.preset ?? "recommended";
    const inIt = presets.indexOf(first) <= presets.indexOf(preset);
    return [rule.id, value, inIt ? `preset ${preset}` : `only in preset ${first}`];
  });
}

function overrideRows({ configuration }: EffectiveSettings): Row[] {
  return (configuration?.settings.overrides ?? []).flatMap(({ match, rules: own, ignore }, index): Row[] => {
    const about = Object.entries(match)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ");
    const at = `${configuration?.name}:${configuration?.line(["overrides", index])}`;
    return [
      ...Object.entries(own ?? {}).map(([id, setting]): Row => [about, `${id} ${JSON.stringify(setting)}`, at]),
      ...(ignore ?? []).map(({ rule, reason }): Row => [about, `${rule} ignored: ${reason}`, at]),
    ];
  });
}

/** What stands in nearer configurations, each for its own inputs. */
async function nearerLines(request: LintRequest, settings: EffectiveSettings, host: Host): Promise<string[]> {
  if (request.inputs.length === 0) return [];
  const { sources, problems } = await openSources(request, host);
  const [problem] = problems;
  if (problem !== undefined) throw new OptionError(`${problem.file}: ${problem.message}`);
  const governing = await governingConfigs(sources, request, settings, host);
  return governing.flatMap(({ configuration, files }) => {
    const { preset, rules: own } = configuration.settings;
    const at = (path: Path): string => `${configuration.name}:${configuration.line(path)}`;
    const rows: Row[] = [
      ...(preset === undefined ? [] : [["preset", preset, at(["preset"])] as const]),
      ...Object.entries(own ?? {}).map(([id, setting]): Row => [id, JSON.stringify(setting), at(["rules", id])]),
    ];
    const names = [...files];
    const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
    return [
      "",
      printable(`${configuration.name} alone governs the rules of ${names.slice(0, 3).join(", ")}${more}`),
      ...table([...rows, ...overrideRows({ ...settings, configuration })]),
    ];
  });
}

async function runConfig(request: LintRequest, host: Host): Promise<ExitStatus> {
  const settings = await effectiveSettings(request, host);
  await warnOfGates(settings, host);
  const shown = ([, , origin]: Row): boolean => request.quiet !== true || !/^(default|(only in )?preset )/.test(origin);
  const lines = [
    `configuration: ${printable(settings.configuration?.name ?? (request.config === false ? "none (--no-config)" : "none found"))}`,
    "",
    ...table(settingRows(request, settings).filter(shown)),
    "",
    ...table(ruleRows(request, settings).filter(shown)),
  ];
  const overrides = overrideRows(settings);
  if (overrides.length > 0) lines.push("", "overrides, the later wins", ...table(overrides));
  lines.push(...(await nearerLines(request, settings, host)));
  host.stdout.write(`${lines.join("\n")}\n`);
  return clean;
}

/** `sts-lint config`: what is in force, and where each setting came from. */
export const configCommand: CliCommand = {
  name: "config",
  args: "[INPUT...]",
  argsAbout: "rendered manifests",
  about: "what is in force for an input, and where each setting came from",
  options: [...ruleOptions, ...settingOptions, quietOption("only what differs from the defaults")],
  run: (args, options, host) => runConfig(requestOf(args, options), host),
};
