import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { nearest } from "../model/nearest.ts";
import { agent } from "./agent.ts";
import { checkstyle } from "./checkstyle.ts";
import { concise } from "./concise.ts";
import type { FormatOptions } from "./format-options.ts";
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

const formats = {
  pretty,
  concise,
  json,
  github,
  sarif,
  gitlab,
  codequality: gitlab,
  junit,
  rdjson,
  checkstyle,
  markdown,
  html,
  agent,
} as const satisfies Readonly<Record<string, (report: Report, options: FormatOptions) => string>>;

/** Formats that escape what a log would take for a command themselves. */
const asJson: ReadonlySet<string> = new Set(["json", "sarif", "gitlab", "codequality", "rdjson"]);

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}

/**
 * A report as text, ending with a line feed. The same report gives the same bytes. Text from the input is made safe:
 * no format ever prints a control or bidirectional character of it, nor a line that a CI log takes for a command,
 * those of the github format itself apart.
 *
 * @throws {@link OptionError} where no format has that name
 */
export function format(name: string, report: Report, options: FormatOptions = {}): string {
  if (!isFormatName(name)) {
    throw new OptionError(`unknown format \`${name}\`${nearest(name, formatNames)} (known: ${formatNames.join(", ")})`);
  }
  const text = formats[name](report, options);
  if (asJson.has(name)) return text;
  return name === "github" ? withoutAnywhere(text) : withoutCommands(text);
}
