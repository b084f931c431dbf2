import { rules } from "../../../rules/index.generated.ts";
import { OptionError } from "../../lint/contract/options.ts";
import type { AnyRule } from "../../lint/contract/rule.ts";
import { successorOf, unknownRule } from "../../lint/contract/unknown-rule.ts";
import { type Paint, paintFor } from "../../report/paint.ts";
import { printableJson } from "../../report/printable.ts";
import { wrap } from "../../report/wrap.ts";
import { wantsColor } from "../color.ts";
import { clean, type ExitStatus } from "../exit-status.ts";
import { explainRule } from "../explain-rule.ts";
import type { Host } from "../host.ts";
import { oneOf } from "../option-values.ts";
import { type LintRequest, requestOf } from "../request.ts";
import { colorOption, quietOption } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

const widthOfPages = 100;

/** A column of fewer columns than this breaks after every word. */
const narrowest = 30;

/** A rule on lines of its own, where a terminal has no room for columns. */
function stacked({ id, severity, preset, summary }: AnyRule, width: number | undefined, paint: Paint): string[] {
  const [first = "", ...rest] = wrap(`${severity} ${preset}: ${summary}`, width, 2, 2);
  return [
    id,
    ...[paint.severity(severity, severity) + first.slice(severity.length), ...rest].map((line) => `  ${line}`),
  ];
}

function listing(all: readonly AnyRule[], width: number | undefined, color: boolean): string {
  const paint = paintFor(color);
  const idWidth = Math.max(...all.map(({ id }) => id.length));
  const before = idWidth + 2 + 9 + 13;
  const room = width === undefined ? undefined : width - before;
  const lines = all.flatMap((rule) => {
    if (room !== undefined && room < narrowest) return stacked(rule, width, paint);
    const [first = "", ...rest] = wrap(rule.summary, room);
    const head = `${rule.id.padEnd(idWidth)}  ${paint.severity(rule.severity, rule.severity)}${" ".repeat(9 - rule.severity.length)}${rule.preset.padEnd(13)}`;
    return [head + first, ...rest.map((line) => " ".repeat(before) + line)];
  });
  const [...end] = wrap("sts-lint rules ID explains one: why, example, fix, references", width);
  return `${[...lines, "", ...end].join("\n")}\n`;
}

/** Everything a rule says of itself but its check. */
function facts({ id, category, summary, severity, preset, since, needs, options, references }: AnyRule) {
  return { id, category, summary, severity, preset, since, needs, options, references };
}

async function runRules(id: string | undefined, request: LintRequest, host: Host): Promise<ExitStatus> {
  const color = wantsColor(request.color, host.env, host.stdout);
  const columns = host.stdout.columns();
  const asJson = request.formats.length > 0;
  if (id === undefined) {
    if (request.quiet === true && !asJson) {
      host.stdout.write(rules.map((rule) => `${rule.id}\n`).join(""));
      return clean;
    }
    host.stdout.write(asJson ? `${printableJson(rules.map(facts))}\n` : listing(rules, columns, color));
    return clean;
  }
  const current = rules.find((candidate) => candidate.id === id);
  const rule = current ?? successorOf(id, rules);
  if (rule === undefined) throw new OptionError(unknownRule(id, rules));
  if (current === undefined) host.stderr.write(`note: rule \`${id}\` was retired, \`${rule.id}\` took its place\n`);
  if (asJson) {
    host.stdout.write(`${printableJson(facts(rule))}\n`);
    return clean;
  }
  const width = Math.min(columns ?? widthOfPages, 120);
  host.stdout.write(await explainRule(rule, { width, color }));
  return clean;
}

/** `sts-lint rules [ID]`. */
export const rulesCommand: CliCommand = {
  name: "rules",
  args: "[ID]",
  argsAbout: "a rule",
  about: "list the rules, or explain one: what, why, example, fix, references",
  options: [
    {
      flags: "--format <NAME>",
      about: "json: what the rules say of themselves",
      choices: ["json"],
      parse: (text) => [oneOf("--format", text, ["json"])],
    },
    colorOption,
    quietOption("the ids alone, one a line"),
  ],
  words: () => rules.map(({ id }) => id),
  run: ([id], options, host) => runRules(id, requestOf([], options), host),
};
