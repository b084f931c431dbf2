import type { Report } from "../lint/contract/finding.ts";
import { fixDiff } from "../report/fix-diff.ts";
import { counted, summaryLine } from "../report/summary-text.ts";

/** Keeps the inputs' text for `--fix-dry-run`, which shows the lines that mechanical fixes would change. */
export class FixPreview {
  readonly #chunks = new Map<string, Uint8Array[]>();

  keep(name: string, chunk: Uint8Array): void {
    const chunks = this.#chunks.get(name);
    if (chunks === undefined) this.#chunks.set(name, [chunk]);
    else chunks.push(chunk);
  }

  /** A unified diff, and how many of the findings it is about. */
  text(report: Report): string {
    const textOf = (name: string): string | undefined => {
      const chunks = this.#chunks.get(name);
      return chunks === undefined
        ? undefined
        : Buffer.concat(chunks)
            .toString("utf8")
            .replace(/^\uFEFF/, "");
    };
    const fixable = report.findings.filter(({ fix }) => fix !== undefined).length;
    const count = `${fixable} of ${counted(report.findings.length, "finding")} can be fixed mechanically`;
    return `${fixDiff(report, textOf)}${summaryLine(report)}\n  ${count}; nothing was changed\n`;
  }
}
