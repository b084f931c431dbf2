import { isMapping } from "../../model/fields.ts";
import { chartLabelOf, chartOf } from "../../model/namespace.ts";
import { nearest } from "../../model/nearest.ts";
import type { Manifest } from "../../read/document.ts";
import {
  type LintOptions,
  type Match,
  OptionError,
  type Preset,
  presets,
  type RuleLevel,
  type RuleSetting,
} from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { unknownRule } from "../contract/unknown-rule.ts";

/** How one rule is set for one resource. */
export interface Setting {
  readonly level: RuleLevel;
  /** Set where the level was chosen by the user: it then wins over the severity that a violation asks for. */
  readonly chosen: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

/** One and the same for all rules without options, so that these are asked with one context. */
const noOptions: Setting["options"] = Object.freeze({});

const off: Setting = { level: "off", chosen: false, options: noOptions };

/** The rules as they are set for some of the inputs, overrides apart. */
interface Folder {
  readonly within: (file: string) => boolean;
  readonly base: ReadonlyMap<string, Setting>;
}

const levels: readonly RuleLevel[] = ["error", "warning", "info", "off"];

/**
 * What is in force: the preset, then `rules`, then each override whose `match` fits, later ones last.
 * Throws {@link OptionError} for an unknown rule, level, preset or option.
 */
export class Settings {
  readonly #rules: readonly AnyRule[];
  #byId: ReadonlyMap<string, AnyRule> | undefined;
  readonly #options: LintOptions;
  readonly #base: ReadonlyMap<string, Setting>;
  readonly #folders: readonly Folder[];

  constructor(rules: readonly AnyRule[], options: LintOptions) {
    this.#rules = rules;
    this.#options = options;
    for (const one of [options, ...(options.folders ?? [])]) {
      checkPreset(one.preset);
      this.#check(one.rules ?? {});
    }
    for (const override of options.overrides ?? []) {
      this.#check(override.rules ?? {});
      for (const { rule } of override.ignore ?? []) this.#known(rule);
    }
    this.#base = baseOf(rules, options);
    this.#folders = (options.folders ?? []).map((one) => ({ within: one.within, base: baseOf(rules, one) }));
  }

  /** The rule of an id; most runs never ask. */
  rule(id: string): AnyRule | undefined {
    this.#byId ??= new Map(this.#rules.map((rule) => [rule.id, rule]));
    return this.#byId.get(id);
  }

  /** Whether a rule can yield anything at all: it is on somewhere. */
  isOn(rule: AnyRule): boolean {
    if (this.#base.get(rule.id)?.level !== "off") return true;
    if (this.#folders.some(({ base }) => base.get(rule.id)?.level !== "off")) return true;
    return (this.#options.overrides ?? []).some((override) => {
      const setting = override.rules?.[rule.id];
      return setting !== undefined && levelOf(setting) !== "off";
    });
  }

  /** How a rule is set for all resources alike; undefined where that may differ. */
  everywhere(rule: AnyRule): Setting | undefined {
    const { overrides = [] } = this.#options;
    return overrides.length > 0 || this.#folders.length > 0 ? undefined : (this.#base.get(rule.id) ?? off);
  }

  for(rule: AnyRule, manifest: Manifest | undefined): Setting {
    const base = manifest === undefined ? this.#base : this.#baseAt(manifest.document.file);
    let setting = base.get(rule.id) ?? off;
    if (manifest === undefined) return setting;
    for (const override of this.#options.overrides ?? []) {
      const own = override.rules?.[rule.id];
      if (own !== undefined && fits(override.match, manifest)) setting = applied(setting, own, rule);
    }
    return setting;
  }

  #baseAt(file: string): ReadonlyMap<string, Setting> {
    return this.#folders.find(({ within }) => within(file))?.base ?? this.#base;
  }

  #check(rules: Readonly<Record<string, RuleSetting>>): void {
    for (const [id, setting] of Object.entries(rules)) {
      this.#known(id);
      const level = levelOf(setting);
      if (!levels.includes(level)) {
        throw new OptionError(
          `unknown severity \`${String(level)}\` for ${id}${nearest(String(level), levels)}; there are ${levels.join(", ")}`,
        );
      }
    }
  }

  #known(id: string): void {
    if (this.rule(id) === undefined) throw new OptionError(unknownRule(id, this.#rules));
  }
}

/** Whether every field of a match that is given fits the resource. */
export function fits(match: Match, manifest: Manifest): boolean {
  if (match.within !== undefined && !match.within(manifest.document.file)) return false;
  const facts: Record<Exclude<keyof Match, "within">, string | undefined> = {
    kind: manifest.kind,
    name: manifest.name,
    namespace: manifest.namespace,
    chart: chartOf(manifest.source) ?? chartLabelOf(manifest)?.name,
    source: manifest.source,
  };
  return (Object.keys(facts) as (keyof typeof facts)[]).every((key) => {
    const pattern = match[key];
    return pattern === undefined || (facts[key] !== undefined && wildcard(pattern, facts[key]));
  });
}

/** Whether a text fits a pattern in which `*` stands for any run of characters; linear in both for each star. */
export function wildcard(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  const last = parts[parts.length - 1] ?? "";
  if (parts.length === 1) return pattern === text;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

function checkPreset(preset: Preset | undefined): void {
  if (preset === undefined || presets.includes(preset)) return;
  throw new OptionError(`unknown preset \`${preset}\`${nearest(preset, presets)}; there are ${presets.join(", ")}`);
}

/** The preset, and then `rules`. */
function baseOf(rules: readonly AnyRule[], set: Pick<LintOptions, "preset" | "rules">): ReadonlyMap<string, Setting> {
  return new Map(
    rules.map((rule) => {
      const start: Setting = {
        level: inPreset(rule, set.preset ?? "recommended") ? rule.severity : "off",
        chosen: false,
        options: defaultOptions(rule),
      };
      return [rule.id, applied(start, set.rules?.[rule.id], rule)];
    }),
  );
}

function inPreset(rule: AnyRule, preset: Preset): boolean {
  return preset === "all" || rule.preset === "recommended" || (preset === "strict" && rule.preset === "strict");
}

function levelOf(setting: RuleSetting): RuleLevel {
  return typeof setting === "string" ? setting : setting[0];
}

function applied(before: Setting, setting: RuleSetting | undefined, rule: AnyRule): Setting {
  if (setting === undefined) return before;
  // A list may hold the level alone.
  const own = typeof setting === "string" ? {} : (setting[1] ?? {});
  const names = Object.keys(before.options);
  for (const name of Object.keys(own)) {
    if (!names.includes(name))
      throw new OptionError(`rule ${rule.id} has no option \`${name}\`${nearest(name, names)}`);
  }
  return { level: levelOf(setting), chosen: true, options: { ...before.options, ...own } };
}

function defaultOptions(rule: AnyRule): Setting["options"] {
  const properties = rule.options?.properties;
  if (!isMapping(properties)) return noOptions;
  const defaults: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    defaults[name] = isMapping(schema) ? schema.default : undefined;
  }
  return defaults;
}
