/** What of a run lies on this machine and may change: names as they were typed, or absolute paths. */
export interface WatchScope {
  /** Files, folders and globs of manifests, as the command line takes them. */
  readonly inputs: readonly string[];
  /** A file among them stands for its folder. */
  readonly wholeRelease: boolean;
  /** Folders of which every file counts, such as a chart's; a file stands for itself. */
  readonly trees: readonly string[];
  /** Single files, such as values; one that is not there counts once it is. */
  readonly files: readonly string[];
  /** Whether a configuration is looked for upwards of all these. */
  readonly findsConfig: boolean;
  /** What the run itself writes, which is no change. */
  readonly outputs: readonly string[];
}
