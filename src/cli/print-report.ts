import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { type FormatName, formatPieces, isForPeople } from "../report/format.ts";
import type { FormatOptions } from "../report/format-options.ts";
import { wantsColor } from "./color.ts";
import { type FailOn, fails, isUnusable } from "./exit-status.ts";
import type { FormatRequest } from "./format-request.ts";
import type { Host, Output } from "./host.ts";
import { isForStdout, writeFormat } from "./print-format.ts";
import type { LintRequest } from "./request.ts";
import { tellProblems } from "./tell-problems.ts";

/** The same report with only those findings that change the exit status. */
function quietened(report: Report, failOn: FailOn): Report {
  const copy = { ...report, findings: report.findings.filter(({ severity }) => fails(severity, failOn)) };
  attachExcerpts(copy, excerptsOf(report));
  return copy;
}

function piecesOf(
  name: FormatName,
  report: Report,
  request: LintRequest,
  failOn: FailOn,
  options: FormatOptions,
): Iterable<string> {
  if (!isForPeople(name) || request.quiet !== true) return formatPieces(name, report, options);
  return formatPieces(name, quietened(report, failOn), { ...options, summary: false });
}

/** `pretty`, and on GitHub Actions annotations besides, unless formats were asked for. */
function wantedFormats(request: LintRequest, host: Host): readonly FormatRequest[] {
  if (request.formats.length > 0) return request.formats;
  return host.env.GITHUB_ACTIONS === "true" ? [{ name: "pretty" }, { name: "github" }] : [{ name: "pretty" }];
}

/** Where the report goes: on stderr where stdout carries what `--passthrough` hands on. */
export function reportOutput({ passthrough }: LintRequest, { stdout, stderr }: Host): Output {
  return passthrough === true ? stderr : stdout;
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
  const main = reportOutput(request, host);
  const width = main.columns();
  const options: FormatOptions = {
    color: wantsColor(request.color, host.env, main),
    show,
    ...(width === undefined || width < 1 ? {} : { width }),
  };
  const failures: string[] = [];
  const wanted = wantedFormats(request, host);
  for (const one of wanted) {
    if (isForStdout(one)) {
      for (const text of piecesOf(one.name, report, request, failOn, options)) {
        // Who reads no more needs no more.
        if (main.isClosed?.() === true) break;
        // Its lines are the log's commands, and hold no others.
        main.write(one.name === "github" ? Buffer.from(text) : text);
      }
      continue;
    }
    try {
      writeFormat(one, piecesOf(one.name, report, request, failOn, {}), host);
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      failures.push(error.message);
    }
  }
  if (!wanted.some(isForStdout)) tellProblems(report.problems.filter(isUnusable), host);
  if (failures.length > 0) throw new OptionError(failures.join("\n"));
}
