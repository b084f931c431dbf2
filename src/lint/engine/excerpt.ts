import { copied } from "../../read/shared-words.ts";
import type { Report } from "../contract/finding.ts";
import type { ShardRecord } from "../contract/shard.ts";
import { compare } from "./order.ts";

/**
 * The lines of the inputs that findings point at. They are kept beside the report and never in its JSON, so that
 * `format("pretty", report)` can show the text while the input itself was let go.
 */
export class Excerpts {
  readonly #lines = new Map<string, Map<number, string>>();
  /** How many charts the input was rendered from, by its `# Source:` comments. */
  charts = 0;
  /** Whether the run knew a baseline: then every result is new or unchanged. */
  hasBaseline = false;
  /** Why places in the chart are the nearest ones alone, and what to give for the right ones. */
  approximate: string | undefined;
  /** What the report of a part of the input carries for `sts-lint merge`. */
  shard: ShardRecord | undefined;

  keep(file: string, line: number, text: string): void {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = new Map();
      this.#lines.set(file, lines);
    }
    // Cut out of a text it would keep all of that in memory.
    lines.set(line, copied(text));
  }

  /** Takes over the lines of another report. */
  take(other: Excerpts): void {
    for (const [file, lines] of other.#lines) for (const [line, text] of lines) this.keep(file, line, text);
    this.charts += other.charts;
    this.hasBaseline ||= other.hasBaseline;
    this.approximate ??= other.approximate;
  }

  /** All lines, files and lines in order. */
  all(): ShardRecord["lines"] {
    return [...this.#lines]
      .sort(([one], [other]) => compare(one, other))
      .map(([file, lines]) => ({ file, lines: [...lines].sort(([one], [other]) => one - other) }));
  }

  /** The text of a line (1-based) of an input, without its line end; undefined where it was not kept. */
  line(file: string, line: number): string | undefined {
    return this.#lines.get(file)?.get(line);
  }
}

const excerpts = new WeakMap<Report, Excerpts>();

export function attachExcerpts(report: Report, lines: Excerpts): void {
  excerpts.set(report, lines);
}

/** The lines kept for a report that `lint` made in this process; none for one that was read from JSON. */
export function excerptsOf(report: Report): Excerpts {
  return excerpts.get(report) ?? new Excerpts();
}
