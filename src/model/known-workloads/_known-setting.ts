/** A setting of known software, and where it is written. */
export interface KnownSetting {
  /** Ids of the known workloads. */
  readonly workloads: readonly string[];
  /** Images by the last part of their name, whose entry point reads the variables; absent: any. */
  readonly images?: readonly string[];
  /** Names of variables of the container; each alone sets it. */
  readonly variables?: readonly string[];
  /** Words of its command line, whose value stands behind `=` or in the next word. */
  readonly options?: readonly string[];
  /** The key of a line in a mounted configuration file. */
  readonly key?: string;
  /** The first major version that it holds for. */
  readonly since?: number;
  /** What of a value counts; a value without it is not compared. */
  readonly part?: RegExp;
  /** Another variable, and the value that it must have for this one to count. */
  readonly only?: readonly [variable: string, value: string];
  /** A word anywhere in the configuration with which the setting does not count. */
  readonly unless?: string;
  /** What to do in place of changing it. */
  readonly instead: string;
}
