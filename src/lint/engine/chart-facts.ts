import { type Chart, probeLevels, readChart } from "../../chart/index.ts";
import type { Manifest } from "../../read/document.ts";
import { readManifests } from "../../read/index.ts";
import type { Path } from "../../read/path.ts";
import type { ValuePlace } from "../contract/finding.ts";
import type { ChartFile } from "../contract/options.ts";
import type { ProbeFact } from "../contract/probe-fact.ts";

/** The chart behind the input: parsed when a rule first asks. */
export class ChartFacts {
  readonly #files: readonly ChartFile[];
  #chart: Chart | undefined;
  #values: ReturnType<typeof readManifests>["documents"][number] | undefined;

  constructor(files: readonly ChartFile[]) {
    this.#files = files;
  }

  /** By probe of the workload; none without a `# Source:` comment, which is how its template is found. */
  probeLevels(manifest: Manifest): readonly ProbeFact[] {
    if (manifest.source === undefined) return [];
    this.#chart ??= readChart(this.#files);
    return probeLevels(this.#chart, manifest.source, manifest.value).map(({ location, ...fact }) => ({
      ...fact,
      ...(location === undefined ? {} : { template: location }),
    }));
  }

  /** Whether a template, of subcharts too, has this text in it: in an action or not, and yes where some cannot be read. */
  templatesMention(part: string): boolean {
    this.#chart ??= readChart(this.#files);
    if (this.#chart.problems.length > 0) return true;
    return this.#files.some(({ path, text }) => /(^|\/)templates\//.test(path) && text.includes(part));
  }

  /** Where values.yaml has these values; those that it does not list are left out. */
  valuePlaces(paths: readonly Path[]): readonly ValuePlace[] {
    const file = this.#files.find(({ path }) => path === "values.yaml");
    if (file === undefined) return [];
    this.#values ??= readManifests([{ name: file.path, text: file.text }]).documents[0];
    return paths.flatMap((path) => {
      const location = this.#values?.locate(path, "key");
      return location === undefined || location.approximate ? [] : [{ file: file.path, line: location.line, path }];
    });
  }
}
