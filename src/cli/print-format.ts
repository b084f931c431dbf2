import { writeFileSync } from "node:fs";
import { normalize, resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import type { FormatRequest } from "./format-request.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./input-problem.ts";

/** Whether a format goes to stdout, which `NAME` and `NAME=-` say. */
export function isForStdout({ file }: FormatRequest<string>): boolean {
  return file === undefined || file === "-";
}

/** Refuses two formats on one stdout, or in one file, where neither could be read again. Throws {@link OptionError}. */
export function checkFormats(formats: readonly FormatRequest<string>[]): void {
  const names = formats.filter(isForStdout).map(({ name }) => name);
  if (names.length > 1)
    throw new OptionError(`--format: only one of ${names.join(", ")} can go to stdout; write the others as NAME=FILE`);
  const nameIn = new Map<string, string>();
  for (const { name, file } of formats) {
    if (file === undefined || file === "-") continue;
    const path = normalize(file);
    const before = nameIn.get(path) ?? name;
    if (before !== name)
      throw new OptionError(`--format: ${before} and ${name} would both be written to ${file}: name another file`);
    nameIn.set(path, name);
  }
}

/** Writes a format to its file. Throws {@link OptionError} where that cannot be written. */
export function writeFormat({ name, file = "" }: FormatRequest<string>, text: string, host: Host): void {
  try {
    writeFileSync(resolve(host.cwd(), file), text);
  } catch (error) {
    throw new OptionError(`--format ${name}=${file}: cannot be written: ${reasonOf(error)}`);
  }
}

/** Prints a format where it belongs; only what goes to a terminal is told how many columns it has. */
export function printFormat(
  request: FormatRequest<string>,
  textFor: (width: number | undefined) => string,
  host: Host,
): void {
  if (isForStdout(request)) host.stdout.write(textFor(host.stdout.columns()));
  else writeFormat(request, textFor(undefined), host);
}
