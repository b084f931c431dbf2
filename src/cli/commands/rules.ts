import { rules } from "../../../rules/index.generated.ts";
import { OptionError } from "../../lint/contract/options.ts";
import type { AnyRule } from "../../lint/contract/rule.ts";
import { nearest } from "../../model/nearest.ts";
import { paintFor } from "../../report/paint.ts";
import { printableJson } from "../../report/printable.ts";
import { wrap } from "../../report/wrap.ts";
import { wantsColor } from "../color.ts";
import { clean, type ExitStatus } from "../exit-status.ts";
import { explainRule } from "../explain-rule.ts";
import type { Host } from "../host.ts";
import type { LintRequest } from "../request.ts";

const widthOfPages = 100;

function listing(all: readonly AnyRule[], width: number | undefined, color: boolean): string {
  const paint = paintFor(color);
  const idWidth = Math.max(...all.map(({ id }) => id.length));
  const before = idWidth + 2 + 9 + 13;
  const lines = all.flatMap((rule) => {
    const room = width === undefined ? undefined : Math.max(20, width - before);
    const [first = "", ...rest] = wrap(rule.summary, room);
    const head = `${rule.id.padEnd(idWidth)}  ${paint.severity(rule.severity, rule.severity)}${" ".repeat(9 - rule.severity.length)}${rule.preset.padEnd(13)}`;
    return [head + first, ...rest.map((line) => " ".repeat(before) + line)];
  });
  return `${lines.join("\n")}\n\nsts-lint rules ID explains one: why, example, fix, references\n`;
}

/** Everything a rule says of itself but its check. */
function facts({ id, category, summary, severity, preset, since, needs, options, references }: AnyRule) {
  return { id, category, summary, severity, preset, since, needs, options, references };
}

/** `sts-lint rules [ID]`. */
export async function rulesCommand(
  call: { readonly id?: string; readonly request: LintRequest },
  host: Host,
): Promise<ExitStatus> {
  const { id, request } = call;
  const color = wantsColor(request.color, host.env, host.stdout);
  const columns = host.stdout.columns();
  const [asked] = request.formats;
  if (asked !== undefined && (asked.name !== "json" || id !== undefined || asked.file !== undefined)) {
    throw new OptionError("`sts-lint rules` prints a list as text or, with --format json, as JSON");
  }
  if (id === undefined) {
    host.stdout.write(asked === undefined ? listing(rules, columns, color) : `${printableJson(rules.map(facts))}\n`);
    return clean;
  }
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const known = rules.map((candidate) => candidate.id);
    throw new OptionError(`unknown rule \`${id}\`${nearest(id, known)}; \`sts-lint rules\` lists them`);
  }
  const width = Math.min(columns ?? widthOfPages, 120);
  host.stdout.write(await explainRule(rule, { width, color }));
  return clean;
}
