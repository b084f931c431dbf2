import {
  type Chart,
  fixedSettings,
  newValue,
  probeLevels,
  readChart,
  type TemplateQuestions,
  templateQuestions,
} from "../../chart/index.ts";
import { optional } from "../../model/pod.ts";
import type { Manifest } from "../../read/document.ts";
import { FileLines } from "../../read/file-lines.ts";
import { readManifests } from "../../read/index.ts";
import type { Path } from "../../read/path.ts";
import type { TextLines } from "../../read/text-lines.ts";
import type { ChartTraces } from "../contract/chart-traces.ts";
import type { TemplatePlace, ValuePlace } from "../contract/finding.ts";
import type { FixedSettingFact } from "../contract/fixed-setting.ts";
import type { ChartFile } from "../contract/options.ts";
import type { ProbeFact } from "../contract/probe-fact.ts";

/** The chart behind the input: parsed when a rule first asks. */
export class ChartFacts {
  readonly #files: readonly ChartFile[];
  readonly #traces: ChartTraces | undefined;
  readonly #lines: FileLines;
  #chart: Chart | undefined;
  #questions: TemplateQuestions | undefined;
  #values: ReturnType<typeof readManifests>["documents"][number] | undefined;

  constructor(files: readonly ChartFile[], traces?: ChartTraces) {
    this.#files = files;
    this.#lines = new FileLines((file) => files.find(({ path }) => path === file)?.text);
    this.#traces = traces;
  }

  /** By probe of the workload; none without a `# Source:` comment, which is how its template is found. */
  probeLevels(manifest: Manifest): readonly ProbeFact[] {
    if (manifest.source === undefined) return [];
    this.#chart ??= readChart(this.#files);
    const chart = this.#chart;
    const { source } = manifest;
    const levels = probeLevels(chart, source, manifest.value);
    const several = new Set(levels.map(({ container }) => container)).size > 1;
    return levels.map(({ location, ...fact }) => {
      const { path, probe, container } = fact;
      const isWritten = location !== undefined && isWrittenAt(this.#lines.of(location.file), location, manifest, path);
      const name = [...(several ? [container] : []), probe];
      return {
        ...fact,
        ...(location === undefined ? {} : { template: location }),
        ...(isWritten ? optional("value", newValue(chart, source, name)) : {}),
      };
    });
  }

  /**
   * What no value reaches in the templates and, where it is printed, in the render too; none where our render is not the
   * input's own bytes.
   */
  fixedSettings(manifest: Manifest): readonly FixedSettingFact[] {
    const { source } = manifest;
    const traces = this.#traces;
    if (source === undefined || traces?.trace(manifest, ["spec"])?.template.exactness !== "exact") return [];
    this.#chart ??= readChart(this.#files);
    return fixedSettings(this.#chart, source, manifest.value)
      .filter(({ path, isAbsent }) => isAbsent || traces.trace(manifest, path)?.values.length === 0)
      .map(({ location, value, ...fact }) => {
        const { path, isAbsent } = fact;
        const isKnown =
          isAbsent || (location !== undefined && isWrittenAt(this.#lines.of(location.file), location, manifest, path));
        return {
          ...fact,
          ...(location === undefined ? {} : { template: location }),
          ...(isKnown ? optional("value", value) : {}),
        };
      });
  }

  /** What the chart's templates read while they render; worked out once. */
  templateQuestions(): TemplateQuestions {
    this.#chart ??= readChart(this.#files);
    this.#questions ??= templateQuestions(this.#chart);
    return this.#questions;
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

/** Whether lines of a chart's file are a node's as they were rendered, key and all, apart from how they are indented. */
function isWrittenAt(lines: TextLines, place: TemplatePlace, manifest: Manifest, path: Path): boolean {
  const key = String(path.at(-1));
  const from = manifest.locate(path, "key");
  const to = manifest.locate(path, "value");
  if (lines.line(place.line - 1)?.slice(place.column - 1, place.column - 1 + key.length) !== key) return false;
  for (let at = from.line; at <= to.endLine; at++) {
    if (lines.line(place.line - 1 + at - from.line)?.trim() !== manifest.document.lineText(at)?.trim()) return false;
  }
  return true;
}
