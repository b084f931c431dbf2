import { fstatSync, statSync } from "node:fs";
import { errorCode, readChunks, writeAll } from "./file-bytes.ts";
import type { Host, Output } from "./host.ts";

/**
 * Whether a descriptor may be a terminal: a character device other than /dev/null. Asking `process.stdout` makes Node
 * load its stream and network code, a tenth of its start-up; most runs are spared that.
 */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isCharacterDevice() && stat.rdev !== statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
  } catch {
    return false;
  }
}

/**
 * Output is written at once and to the end, past Node's streams: nothing is lost when the process ends, and none of
 * the code behind `process.stdout` is loaded for a pipe.
 */
function output(descriptor: 1 | 2, stream: () => { isTTY?: boolean; columns?: number }): Output {
  let closed = false;
  const isTerminal = (): boolean => mayBeTerminal(descriptor) && stream().isTTY === true;
  return {
    write(data) {
      if (closed) return;
      try {
        writeAll(descriptor, data);
      } catch (error) {
        // The reader has seen enough (`| head`): that is no fault, and the exit status stays what it is.
        if (errorCode(error) !== "EPIPE" && errorCode(error) !== "EOF") throw error;
        closed = true;
      }
    },
    isTerminal,
    columns: () => (isTerminal() ? stream().columns : undefined),
  };
}

/** The real process. */
export function nodeHost(process: NodeJS.Process): Host {
  return {
    args: process.argv.slice(2),
    env: process.env,
    cwd: () => process.cwd(),
    stdin: {
      isTerminal: () => mayBeTerminal(0) && process.stdin.isTTY === true,
      chunks: () => readChunks(0),
    },
    stdout: output(1, () => process.stdout),
    stderr: output(2, () => process.stderr),
  };
}
