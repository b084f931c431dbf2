import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { readArguments, type TemplateCommand } from "../../../src/chart/node/helm-template.ts";
import { toValid } from "../../../src/chart/render/functions/bytes.ts";
import { readArchive } from "../../../src/chart/render/inputs/archive.ts";
import { ChartFile } from "../../../src/chart/render/inputs/chart-file.ts";
import { printChart } from "../../../src/chart/render/print-chart.ts";
import type { RenderSettings } from "../../../src/chart/render/render-loaded.ts";
import { type Node, nodesOf } from "./nodes.ts";

/** A render of a chart that can be repeated with edited files or other values. */
export interface Command {
  /** Folder that holds the chart, and the words behind `helm template`. */
  readonly cwd: string;
  readonly args: readonly string[];
  readonly files: readonly ChartFile[];
  readonly render: RenderSettings;
  readonly print: TemplateCommand["print"];
}

/** A StatefulSet of a render: what it says, and where its nodes come from. */
export interface RenderedSet {
  readonly source: string;
  readonly value: unknown;
  readonly nodes: readonly Node[];
}

/** Commands of the public charts and of our own, of which only StatefulSets are looked at. */
export function commandsOf(charts: string): readonly (readonly string[])[] {
  return readFileSync(`${charts}/index.jsonl`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => (JSON.parse(line) as { commands: string[][] }).commands);
}

/** The command, with its packed subcharts opened so that their files can be edited; `args` without the word template. */
export function readCommand(args: readonly string[], cwd: string, helm: "3" | "4" = "4"): Command {
  const { files, render, print } = readArguments(args, { cwd, helm });
  return { cwd, args, files: unpacked(files), render: { ...render, now: new Date("2026-01-02T03:04:05Z") }, print };
}

/**
 * The command with nothing run but the templates that print its StatefulSets, and no template parsed twice: the sets are
 * the same. Where they would not be, as another template changes the values on the way, all are run.
 */
export function ofSetsAlone(command: Command): Command {
  const textsOf = (one: Command) => {
    const printed = printChart(one.files, one.render, one.print);
    return printed.documents
      .filter(({ text }) => isStatefulSet(text.value))
      .map(({ source, text }) => ({ file: printed.fileOf(source), text: text.value }));
  };
  const whole: Command = { ...command, render: { ...command.render, parsed: new Map() } };
  const sets = textsOf(whole);
  const only = new Set(sets.map(({ file }) => file));
  const alone: Command = { ...whole, render: { ...whole.render, only } };
  return isDeepStrictEqual(textsOf(alone), sets) ? alone : whole;
}

function unpacked(files: readonly ChartFile[], prefix = ""): ChartFile[] {
  return files.flatMap((file) => {
    const name = prefix + file.name;
    const archive = /^(?:.*\/)?charts\/([^/]+)\.tgz$/.exec(name);
    if (archive === null) return [new ChartFile(name, name, file.bytes)];
    return unpacked(readArchive(file.bytes, name), `${name.slice(0, -".tgz".length)}/`);
  });
}

/** The StatefulSets that a command gives, in the order printed. */
export function renderSets(command: Command, files = command.files, render = command.render): RenderedSet[] {
  const printed = printChart(files, render, command.print);
  return printed.documents
    .filter(({ text }) => isStatefulSet(text.value))
    .map(({ source, text }) => ({ source, ...nodesOf(text, printed.fileOf(source), printed.textOf) }));
}

/** What the documents of each template say that may be StatefulSets whose `kind` was renamed. */
export function renderValues(command: Command, files: readonly ChartFile[]): Map<string, unknown[]> {
  const values = new Map<string, unknown[]>();
  for (const { source, text } of printChart(files, command.render, command.print).documents) {
    if (!/StatefulSet/.test(text.value)) continue;
    const { value } = nodesOf(text, source, undefined);
    values.set(source, [...(values.get(source) ?? []), value]);
  }
  return values;
}

export function isStatefulSet(text: string): boolean {
  return /^kind: *["']?StatefulSet["']?\s*$/m.test(toValid(text));
}

/** The files with `edit` made to the one at `place`. */
export function withEdits(files: readonly ChartFile[], edits: ReadonlyMap<string, string>): ChartFile[] {
  return files.map((file) => {
    const text = edits.get(file.place);
    return text === undefined ? file : new ChartFile(file.name, file.place, text);
  });
}
