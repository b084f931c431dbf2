import type { Thread } from "./jobs/thread.ts";
import type { Output } from "./output.ts";
import type { RunObserver } from "./run-observer.ts";

export type { Output };

/** All that the command line knows of the process it runs in; tests bring their own. */
export interface Host {
  /** What was typed after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory, absolute. */
  cwd(): string;
  readonly stdin: {
    isTerminal(): boolean;
    /** The bytes up to the end of input, in chunks. Throws a system error where they cannot be read. */
    chunks(): Iterable<Uint8Array>;
  };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Tells of the signals that end `--watch` until what it gives is called; from then on they end the process. */
  readonly onInterrupt?: (told: (signal: "SIGINT" | "SIGTERM") => void) => () => void;
  /** Starts this program once more, in a thread that lints a part of what this one reads. */
  readonly startThread?: (job: unknown) => Thread;
  /** Follows the run, where somebody started it to be followed. */
  readonly observer?: RunObserver;
}
