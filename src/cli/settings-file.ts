import { readFileSync, statSync } from "node:fs";
import { OptionError } from "../lint/contract/options.ts";
import { reasonOf } from "./input-problem.ts";

/** Nobody writes a configuration or keeps a baseline of more. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The text of a configuration or a baseline: a regular file of a size that can be one. A pipe or a device would be read
 * for ever, and a pipe only once.
 *
 * @throws {@link OptionError} naming `what`, and why it cannot be read
 */
export function readSettingsFile(path: string, what: string, hint: (error: unknown) => string = () => ""): string {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new OptionError(`${what}: it is a folder, not a file`);
    if (!stat.isFile()) throw new OptionError(`${what}: it is a pipe or a device, not a file`);
    if (stat.size > mostBytes) throw new OptionError(`${what}: it is larger than 64 MiB`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(`${what}: cannot be read: ${reasonOf(error)}${hint(error)}`);
  }
}
