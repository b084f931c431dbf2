import { rules } from "../../../src/index.ts";
import type { Choices } from "../choices.ts";
import { odd } from "../odd.ts";
import { pluginNames } from "./plugins.ts";

const ids: readonly string[] = [
  ...rules.map(({ id }) => id),
  "our-rule",
  "our-other-rule",
  "no-such-rule",
  "__proto__",
];
const levels = ["error", "warning", "info", "off"];

function setting(choices: Choices): string {
  if (choices.odd(2)) return choices.of(odd);
  if (!choices.once(4)) return choices.of(levels);
  return `[${choices.of(levels)}, {${choices.of(["", "most: 3", "atLeast: 2", "allow: [a*]", "a: {b: c}", "__proto__: {x: 1}"])}}]`;
}

/** A mapping of settings by rule, in flow style. */
const settings = (choices: Choices): string =>
  `{${choices.several(4, () => `${choices.of(ids)}: ${setting(choices)}`).join(", ")}}`;

const globs: readonly string[] = [
  "*",
  "db*",
  "*db*",
  "",
  "**********a",
  "[",
  "StatefulSet",
  "(a+)+$",
  "\\\\",
  "a/templates/*.yaml",
];

function override(choices: Choices): string {
  const match = choices.several(
    3,
    () => `${choices.of(["kind", "name", "namespace", "chart", "source", "kinds"])}: "${choices.of(globs)}"`,
  );
  const ignore = choices.several(
    2,
    () =>
      `{rule: ${choices.of(ids)}, reason: ${choices.of(["known", '""', "null", '"::error ::x"'])}${choices.of(["", ", expires: 2020-01-31", ", expires: '2099-12-31'", ", expires: 31", ", why: a"])}}`,
  );
  const parts = [`match: {${match.join(", ")}}`, `rules: ${settings(choices)}`, `ignore: [${ignore.join(", ")}]`];
  return `  - {${parts.slice(0, choices.below(4)).join(", ")}}\n`;
}

const keys: Readonly<Record<string, (choices: Choices) => string>> = {
  preset: (choices) => choices.of(["recommended", "strict", "all", "none"]),
  rules: settings,
  overrides: (choices) => `\n${choices.several(3, () => override(choices)).join("")}`,
  kubernetesVersion: (choices) =>
    choices.of(["1.36", '"1.36"', "1.30", '"1.31..1.37"', '"1.33,1.36"', "1.3", "[1.30]", "99"]),
  featureGates: (choices) =>
    choices.of(["{}", "{MaxUnavailableStatefulSet: true}", "{StatefulSetRecreateStrategy: yes}", "{None: 1}", "[]"]),
  failOn: (choices) => choices.of(["error", "warning", "info", "never", "no"]),
  baseline: (choices) => choices.of(["baseline.json", "none.json", ".", "../plugins", "input.yaml", "/dev/zero"]),
  plugins: (choices) =>
    `[${choices.several(2, () => JSON.stringify(choices.once(12) ? choices.of(odd) : `../plugins/${choices.of(pluginNames)}.mjs`)).join(", ")}]`,
  $schema: () => "./schemas/config.schema.json",
  extends: (choices) => choices.of(["recommended", "[]"]),
};

/** A configuration as somebody writes it, sensible at first. */
export function configurationText(choices: Choices): string {
  const names = Object.keys(keys).slice(0, choices.odd(2) ? undefined : -1);
  const entries = choices.several(5, () => choices.of(names));
  const unique = choices.odd(2) ? entries : [...new Set(entries)];
  return unique
    .map((name) => `${name}: ${choices.odd(4) ? choices.of(odd) : (keys[name]?.(choices) ?? "")}\n`)
    .join("");
}

const fingerprints = ["0123456789abcdef", "__proto__", "constructor", "", "\u001b[31m", "a".repeat(2000)];

/** What stands where a baseline should be. */
export function baselineText(choices: Choices): string {
  const findings = choices
    .several(
      4,
      () =>
        `${JSON.stringify(choices.of(fingerprints))}: ${choices.odd(1) ? choices.of(["-1", "1e99", '"1"', "null", "0.5"]) : 1}`,
    )
    .join(", ");
  const whole = `{"version": ${choices.odd(1) ? choices.of(["1", "3", '"2"', "null", "2.5"]) : 2}, "findings": {${findings}}}\n`;
  switch (choices.odd(1) ? choices.below(7) : 0) {
    case 1:
      return whole.slice(0, choices.below(whole.length));
    case 2:
      return `\uFEFF${whole}`;
    case 3:
      return choices.of(["", "[]", "null", "{}", '{"findings": []}', '{"version": 2}', "version: 2\nfindings: {}\n"]);
    case 4:
      return whole.repeat(2);
    case 5:
      return `${"[".repeat(20_000)}`;
    case 6:
      return whole.replace("{", '{"__proto__": {"version": 2}, ');
    default:
      return whole;
  }
}
