import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { type FormatName, format } from "../report/format.ts";
import type { FormatOptions } from "../report/format-options.ts";
import { wantsColor } from "./color.ts";
import { type FailOn, fails } from "./exit-status.ts";
import type { FormatRequest } from "./format-request.ts";
import type { Host, Output } from "./host.ts";
import { reasonOf } from "./input-problem.ts";
import type { LintRequest } from "./request.ts";

/** Formats that people read; `--quiet` and colours are theirs. */
const forPeople: ReadonlySet<FormatName> = new Set(["pretty", "concise"]);

/** The same report with only those findings that change the exit status. */
function quietened(report: Report, failOn: FailOn): Report {
  const copy = { ...report, findings: report.findings.filter(({ severity }) => fails(severity, failOn)) };
  attachExcerpts(copy, excerptsOf(report));
  return copy;
}

function textOf(
  name: FormatName,
  report: Report,
  request: LintRequest,
  failOn: FailOn,
  options: FormatOptions,
): string {
  if (!forPeople.has(name) || request.quiet !== true) return format(name, report, options);
  return format(name, quietened(report, failOn), { ...options, summary: false });
}

/** `pretty`, and on GitHub Actions annotations besides, unless formats were asked for. */
function wantedFormats(request: LintRequest, host: Host): readonly FormatRequest[] {
  if (request.formats.length > 0) return request.formats;
  return host.env.GITHUB_ACTIONS === "true" ? [{ name: "pretty" }, { name: "github" }] : [{ name: "pretty" }];
}

/** Refuses two machine formats on one stdout, where neither could be read again. */
export function checkFormats(request: LintRequest): void {
  const onStdout = request.formats.filter(({ file }) => file === undefined || file === "-");
  if (onStdout.length < 2) return;
  const names = onStdout.map(({ name }) => name);
  throw new OptionError(`--format: only one of ${names.join(", ")} can go to stdout; write the others as NAME=FILE`);
}

/**
 * Writes the report in every format that was asked for. A file that cannot be written is an {@link OptionError}, after
 * all others were written.
 */
export function printReport(
  report: Report,
  request: LintRequest,
  failOn: FailOn,
  host: Host,
  show: NonNullable<FormatOptions["show"]> = "template",
): void {
  const main: Output = request.passthrough === true ? host.stderr : host.stdout;
  const width = main.columns();
  const options: FormatOptions = {
    color: wantsColor(request.color, host.env, main),
    show,
    ...(width === undefined || width < 1 ? {} : { width }),
  };
  const failures: string[] = [];
  for (const { name, file } of wantedFormats(request, host)) {
    if (file === undefined || file === "-") {
      main.write(textOf(name, report, request, failOn, options));
      continue;
    }
    try {
      writeFileSync(resolve(host.cwd(), file), textOf(name, report, request, failOn, {}));
    } catch (error) {
      failures.push(`--format ${name}=${file}: cannot be written: ${reasonOf(error)}`);
    }
  }
  if (failures.length > 0) throw new OptionError(failures.join("\n"));
}
