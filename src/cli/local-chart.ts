/** A chart on this machine, and helm's arguments for it. */
export interface LocalChart {
  /** The folder or archive, absolute. */
  readonly path: string;
  /** What it is called in reports. */
  readonly name: string;
  readonly release: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly helm: "3" | "4";
}
