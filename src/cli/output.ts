/** Where bytes go: a terminal, a pipe or a file. */
export interface Output {
  /**
   * Returns when all is written. What follows after the reader has gone is dropped. Bytes are written as they are; a line
   * of text that a CI log would take for a command is made none.
   */
  write(data: string | Uint8Array): void;
  isTerminal(): boolean;
  /** Whether it is worth asking `isTerminal`, which may be dear; absent where it is not. */
  mayBeTerminal?(): boolean;
  /** Whether its reader has gone, as far as that is known. */
  isClosed?(): boolean;
  /** The columns of the terminal; undefined for a pipe or a file. */
  columns(): number | undefined;
}
