/** Where bytes go: a terminal, a pipe or a file. */
export interface Output {
  /** Returns when all is written. What follows after the reader has gone is dropped. */
  write(data: string | Uint8Array): void;
  isTerminal(): boolean;
  /** The columns of the terminal; undefined for a pipe or a file. */
  columns(): number | undefined;
}

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
}
