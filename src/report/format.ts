import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { nearest } from "../model/nearest.ts";
import { agent } from "./agent.ts";
import { checkstyle } from "./checkstyle.ts";
import { concise } from "./concise.ts";
import type { FormatOptions } from "./format-options.ts";
import { gathered } from "./gathered.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { html } from "./html.ts";
import { withoutAnywhere, withoutCommands } from "./inert.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { pretty } from "./pretty.ts";
import { rdjson } from "./rdjson.ts";
import { sarif } from "./sarif.ts";

interface Format {
  /** Gives the report piece by piece, each of them whole lines. */
  readonly write: (report: Report, options: FormatOptions) => Iterable<string>;
  /** People's are what `--quiet` shortens; JSON escapes what a log takes for a command; one format is made of commands. */
  readonly is?: "for people" | "json" | "commands";
}

/** Every format, as the help lists them: a new one is a line here and a file. */
const formats = {
  pretty: { write: pretty, is: "for people" },
  concise: { write: concise, is: "for people" },
  json: { write: json, is: "json" },
  github: { write: github, is: "commands" },
  sarif: { write: sarif, is: "json" },
  gitlab: { write: gitlab, is: "json" },
  codequality: { write: gitlab, is: "json" },
  junit: { write: junit },
  rdjson: { write: rdjson, is: "json" },
  checkstyle: { write: checkstyle },
  markdown: { write: markdown },
  html: { write: html },
  agent: { write: agent },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}

/** Whether people read it: `--quiet` and colours are for these. */
export function isForPeople(name: FormatName): boolean {
  const { is }: Format = formats[name];
  return is === "for people";
}

/**
 * A report as text, ending with a line feed. The same report gives the same bytes. Text from the input is made safe:
 * no format ever prints a control or bidirectional character of it, nor a line that a CI log takes for a command,
 * those of the github format itself apart.
 *
 * @throws {@link OptionError} where no format has that name
 */
export function format(name: string, report: Report, options: FormatOptions = {}): string {
  return [...formatPieces(name, report, options)].join("");
}

/** {@link format} in pieces of whole lines, each made when it is asked for: the report of a long input is longer than that. */
export function* formatPieces(name: string, report: Report, options: FormatOptions = {}): Generator<string, void> {
  if (!isFormatName(name)) {
    throw new OptionError(`unknown format \`${name}\`${nearest(name, formatNames)} (known: ${formatNames.join(", ")})`);
  }
  const { write, is }: Format = formats[name];
  const safe = is === "json" ? (text: string) => text : is === "commands" ? withoutAnywhere : withoutCommands;
  for (const text of gathered(write(report, options))) yield safe(text);
}
