import { closeSync, openSync } from "node:fs";
import { normalize, resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { gathered } from "../report/gathered.ts";
import { writeAll } from "./file-bytes.ts";
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

/** Writes a format, piece by piece, to its file. Throws {@link OptionError} where that cannot be written. */
export function writeFormat({ name, file = "" }: FormatRequest<string>, pieces: Iterable<string>, host: Host): void {
  const onFile = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (error) {
      throw new OptionError(`--format ${name}=${file}: cannot be written: ${reasonOf(error)}`);
    }
  };
  const descriptor = onFile(() => openSync(resolve(host.cwd(), file), "w"));
  try {
    // What makes the pieces may fail, too, and that is no fault of the file.
    for (const piece of gathered(pieces)) onFile(() => writeAll(descriptor, piece));
  } finally {
    onFile(() => closeSync(descriptor));
  }
}

/** Prints a format where it belongs; only what goes to a terminal is told how many columns it has. */
export function printFormat(
  request: FormatRequest<string>,
  piecesFor: (width: number | undefined) => Iterable<string>,
  host: Host,
): void {
  if (isForStdout(request)) {
    for (const piece of gathered(piecesFor(host.stdout.columns()))) host.stdout.write(piece);
  } else writeFormat(request, piecesFor(undefined), host);
}
