import { fstatSync, statSync } from "node:fs";
import { OptionError } from "../lint/contract/options.ts";
import { endless, isEndless } from "./endless.ts";
import { errorCode, readChunks, writeAll } from "./file-bytes.ts";
import type { Host, Output } from "./host.ts";
import { reasonOf } from "./input-problem.ts";
import { startThread } from "./jobs/start-thread.ts";

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
        const code = errorCode(error);
        closed = true;
        if (code === "EPIPE" || code === "EOF") return;
        // A full disk is the user's to mend: a report cut short must never pass for a whole one.
        throw new OptionError(`the output cannot be written: ${reasonOf(error)}`);
      }
    },
    isTerminal,
    mayBeTerminal: () => mayBeTerminal(descriptor),
    isClosed: () => closed,
    columns: () => (isTerminal() ? stream().columns : undefined),
  };
}

/** The working directory may have been removed by somebody else meanwhile. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new OptionError(`the working directory cannot be read: ${reasonOf(error)}; change into one that is there`);
  }
}

/** Nothing to read where stdin was closed; devices without an end are refused before the first byte. */
function* stdinChunks(): Generator<Uint8Array, void> {
  if (isEndless(fstatSync(0))) throw new Error(endless);
  yield* readChunks(0);
}

/** The real process. */
export function nodeHost(process: NodeJS.Process): Host {
  return {
    args: process.argv.slice(2),
    env: process.env,
    cwd: workingDirectory,
    stdin: {
      isTerminal: () => mayBeTerminal(0) && process.stdin.isTTY === true,
      chunks: stdinChunks,
    },
    startThread,
    onInterrupt: (told) => {
      const signals = ["SIGINT", "SIGTERM"] as const;
      const listeners = signals.map((signal) => [signal, () => told(signal)] as const);
      for (const [signal, listener] of listeners) process.on(signal, listener);
      return () => {
        for (const [signal, listener] of listeners) process.off(signal, listener);
      };
    },
    stdout: output(1, () => process.stdout),
    stderr: output(2, () => process.stderr),
  };
}
