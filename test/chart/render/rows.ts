import { readFileSync } from "node:fs";
import { renderEngine, type TemplateFile } from "../../../src/chart/render/engine.ts";
import { fromJson } from "../../../src/chart/render/from-json.ts";
import { toValid } from "../../../src/chart/render/functions/bytes.ts";
import { withValuesMethods } from "../../../src/chart/render/objects/values-methods.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import { Text } from "../../../src/chart/render/text.ts";
import type { GoMap } from "../../../src/chart/render/value.ts";
import { readText } from "../../../src/read/index.ts";

/** A row of the tables of what Helm renders one template to. */
export interface Row {
  readonly id: string;
  readonly tpl?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly values?: string;
  readonly out?: string;
  readonly outs?: Readonly<Record<string, string>>;
  readonly err?: string;
  readonly at?: string;
  readonly kind?: string;
}

export function readRows(path: string): Row[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
}

/** What all rows share: the values they have unless they bring their own, and the chart's other files. */
export interface Base {
  readonly values: string;
  readonly extra: Readonly<Record<string, string>>;
}

/** What came of rendering a row: the texts by path, or the failure. */
export type Outcome = { readonly outs: Readonly<Record<string, string>> } | { readonly error: RenderError };

/** Renders a row's templates as chart `c`, release `rel`. */
export function renderRow(row: Row, base: Base): Outcome {
  const texts: Record<string, string> = {};
  for (const [path, text] of Object.entries(base.extra)) if (path.startsWith("templates/")) texts[path] = text;
  if (row.files === undefined) texts["templates/t.yaml"] = row.tpl ?? "";
  else Object.assign(texts, row.files);
  let values: unknown;
  try {
    values = row.values === undefined ? valuesOf(base) : (readText(row.values) ?? {});
  } catch (error) {
    return { error: new RenderError("other", String(error)) };
  }
  const dot = fromJson({
    Chart: { Name: "c", Version: "1.2.3", AppVersion: "4.5" },
    Release: { Name: "rel", Namespace: "default", Service: "Helm", IsInstall: true, IsUpgrade: false },
    Capabilities: { KubeVersion: { Version: "v1.31.2", Major: "1", Minor: "31" } },
  }) as GoMap;
  dot.entries.set("Values", {
    key: new Text("Values"),
    value: withValuesMethods(fromJson(withoutNulls(values)) as GoMap, "common.Values"),
  });
  const files: TemplateFile[] = Object.entries(texts).map(([path, content]) => ({
    name: `c/${path}`,
    file: path,
    text: content,
    basePath: "c/templates",
    dot,
  }));
  try {
    const outs: Record<string, string> = {};
    const options = { helm: "4", now: new Date(0), seed: "" } as const;
    for (const [name, output] of renderEngine(files, options)) outs[name.slice("c/".length)] = toValid(output.value);
    return { outs };
  } catch (error) {
    if (error instanceof RenderError) return { error };
    throw error;
  }
}

const read = new WeakMap<Base, unknown>();

function valuesOf(base: Base): unknown {
  if (!read.has(base)) read.set(base, readText(base.values));
  return read.get(base);
}

/** Why an outcome is not what Helm answers; undefined where it agrees, by the rules of the tables' README. */
export function difference(row: Row, outcome: Outcome): string | undefined {
  if (row.err === undefined) {
    if ("error" in outcome) return `fails: ${outcome.error.message}`;
    const wanted = row.outs ?? { "templates/t.yaml": row.out ?? "" };
    for (const [path, text] of Object.entries(wanted)) {
      if (outcome.outs[path] !== text) return `${path}: ${JSON.stringify(outcome.outs[path])}`;
    }
    return undefined;
  }
  if (!("error" in outcome)) return `does not fail: ${JSON.stringify(outcome.outs)}`;
  const { error } = outcome;
  if ((row.kind === "parse") !== (error.kind === "parse")) return `is of kind ${error.kind}: ${error.message}`;
  if (row.kind === "raised" && error.message !== row.err) return `says ${error.message}`;
  const line = row.at?.split(":")[1];
  if ((row.kind === "exec" || row.kind === "raised") && line !== undefined && Number(line) !== error.line) {
    return `is at line ${error.line}: ${error.message}`;
  }
  const wanted = calling(row.err);
  if (wanted === undefined || isGoOwn(wanted)) return undefined;
  return calling(error.message) === wanted ? undefined : `says ${error.message}`;
}

/** The text behind `error calling NAME: `. */
function calling(message: string): string | undefined {
  return /^error calling \w+: ([\s\S]*)$/.exec(message)?.[1];
}

function isGoOwn(message: string): boolean {
  return /runtime error:|reflect:|interface conversion:|strconv\.|json:|yaml:|toml:|map\[|\[\]|0x/.test(message);
}

/** Helm drops the nulls of a chart's own values, but not those in lists. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutNulls(child)]));
}
