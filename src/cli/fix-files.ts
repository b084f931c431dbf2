import { readFileSync, writeFileSync } from "node:fs";
import type { Report } from "../lint/contract/finding.ts";
import { applyFixes, type FixOptions, isOfItsText, mergedFixes } from "../lint/fix.ts";
import { fixDiff } from "../report/fix-diff.ts";
import { counted } from "../report/summary-text.ts";
import { reasonOf } from "./input-problem.ts";
import type { Source } from "./source.ts";

/** An input as it was read. */
interface Kept {
  readonly path: string | undefined;
  readonly chunks: Uint8Array[];
}

/** Keeps the inputs' bytes, and makes or shows the fixes of what was found in them. */
export class FixFiles {
  readonly #kept = new Map<string, Kept>();
  readonly #options: FixOptions;

  constructor(options: FixOptions) {
    this.#options = options;
  }

  keep(source: Source, name: string, chunk: Uint8Array): void {
    const kept = this.#kept.get(name);
    // The reader reuses what is left of a chunk.
    const bytes = Uint8Array.from(chunk);
    if (kept === undefined) this.#kept.set(name, { path: source.stdin ? undefined : source.path, chunks: [bytes] });
    else kept.chunks.push(bytes);
  }

  /** What the fixes would change, as a unified diff; empty where there is nothing to fix. */
  diff(report: Report): string {
    return fixDiff(report, (name) => this.#text(name)?.replace(/^\uFEFF/, ""), this.#options);
  }

  /** `3 of 5 findings can be fixed …`. */
  count(report: Report): string {
    const { length } = report.findings;
    const own = report.findings.filter(isOfItsText);
    const { length: fixable } = mergedFixes(own, this.#options).applied;
    const wanted = own.filter(({ fix }) => fix?.safe === true || (fix && this.#options.unsafe)).length;
    const unsafe = own.filter(({ fix }) => fix?.safe === false).length;
    const later = wanted > fixable ? `, ${wanted - fixable} more by another run` : "";
    const more = unsafe > 0 && this.#options.unsafe !== true ? `, ${unsafe} more with --unsafe-fixes` : "";
    return `${fixable} of ${counted(length, "finding")} can be fixed mechanically${later}${more}`;
  }

  /**
   * Writes the fixed files: links are followed, modes and line ends stay. A file that changed since it was read is left
   * alone. Gives what was done, a line each.
   */
  write(report: Report): { readonly done: readonly string[]; readonly failed: readonly string[] } {
    const done: string[] = [];
    const failed: string[] = [];
    for (const [name, { path }] of this.#kept) {
      const text = this.#text(name);
      if (path === undefined || text === undefined) continue;
      const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
      const own = report.findings.filter(({ location }) => location.file === name);
      const fixed = applyFixes(text.slice(mark.length), own, this.#options);
      if (fixed.applied.length === 0) continue;
      try {
        if (readFileSync(path, "utf8") !== text) failed.push(`${name}: it changed meanwhile and was left alone`);
        else {
          writeFileSync(path, mark + fixed.text);
          done.push(`${name}: ${counted(fixed.applied.length, "finding")} fixed`);
        }
      } catch (error) {
        failed.push(`${name}: cannot be written: ${reasonOf(error)}`);
      }
    }
    return { done, failed };
  }

  #text(name: string): string | undefined {
    const kept = this.#kept.get(name);
    return kept === undefined ? undefined : Buffer.concat(kept.chunks).toString("utf8");
  }
}
