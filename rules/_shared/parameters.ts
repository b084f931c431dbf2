import type { NewValue } from "../../src/chart/index.ts";
import type { TemplatePlace } from "../../src/lint/contract/finding.ts";
import type { Manifest } from "../../src/read/document.ts";
import { formatPath, type Path, valueAt } from "../../src/read/path.ts";

/** A node of a manifest that is to come from a value which the chart has not yet. */
export interface Parameter {
  readonly path: Path;
  readonly value: NewValue;
  /** Where its key is written in the chart; absent where that is not known. */
  readonly template?: TemplatePlace;
  /** What Kubernetes takes for a field that is not there, as YAML. `""`: the field is printed only where it is set. */
  readonly assumed?: string;
}

/** What lines to paste are indented by, so that a report keeps them as they are (src/report/help-text.ts). */
const paste = "    ";

/** Lines to paste into the template and into the values file, each with what stands there now as the default. */
export function replacementText(manifest: Manifest, parameters: readonly Parameter[]): string {
  const byFile = new Map<string, Table>();
  const lines: string[] = [];
  for (const parameter of parameters) {
    const { value, template } = parameter;
    const place = template === undefined ? "" : ` at ${template.file}:${template.line}`;
    const isThere = valueAt(manifest.value, parameter.path) !== undefined;
    const parent = formatPath(parameter.path.slice(0, -1));
    lines.push(isThere ? `in place of what stands${place}:` : `below ${parent}:`);
    lines.push(...templateLines(manifest, parameter).map((line) => paste + line));
    const table = byFile.get(value.file) ?? new Map();
    byFile.set(value.file, table);
    put(table, value.path, defaultLines(manifest, parameter));
  }
  for (const [file, table] of byFile) lines.push(`and add to ${file}:`, ...valueLines(table, paste));
  return lines.join("\n");
}

/** The entry as the template would print it, indented as it stands there. */
function templateLines(manifest: Manifest, { path, value, template, assumed }: Parameter): string[] {
  const key = String(path.at(-1));
  const name = `.Values.${value.path.join(".")}`;
  const indent = template === undefined ? columnIn(manifest, path) : template.column - 1;
  if (isInFlow(manifest, path)) return [`${key}: {{ ${isMapped(manifest, path) ? `toJson ${name}` : name} }}`];
  const pad = " ".repeat(indent);
  if (assumed === "") return [`${pad}{{- with ${name} }}`, `${pad}${key}: {{ . }}`, `${pad}{{- end }}`];
  const isBlock = isMapped(manifest, path) || assumed?.includes(":") === true;
  return [`${pad}${key}: ${isBlock ? `{{- toYaml ${name} | nindent ${indent + 2} }}` : `{{ ${name} }}`}`];
}

function isMapped(manifest: Manifest, path: Path): boolean {
  return typeof valueAt(manifest.value, path) === "object";
}

/** Whether its key stands on a line behind something else than indentation and dashes. */
function isInFlow(manifest: Manifest, path: Path): boolean {
  if (valueAt(manifest.value, path) === undefined) return false;
  const { line, column } = manifest.locate(path, "key");
  return /[^\s-]/.test((manifest.document.lineText(line) ?? "").slice(0, column - 1));
}

/** How deep the entries beside a node are indented, as they were rendered. */
function columnIn(manifest: Manifest, path: Path): number {
  const parent = path.slice(0, -1);
  const beside = Object.keys(Object(valueAt(manifest.value, parent)))[0];
  return beside === undefined ? 2 * parent.length : manifest.locate([...parent, beside], "key").column - 1;
}

/** What the value is by default, as it was rendered: one line for what stands behind its key, else lines below it. */
function defaultLines(manifest: Manifest, { path, assumed }: Parameter): readonly string[] {
  if (valueAt(manifest.value, path) === undefined) return assumed === "" ? ['""'] : (assumed ?? "").split("\n");
  const { line, column, endLine, endColumn } = manifest.locate(path, "value");
  const lines: string[] = [];
  for (let at = line; at <= endLine; at++) {
    const whole = manifest.document.lineText(at) ?? "";
    const text = at === endLine ? whole.slice(0, endColumn - 1) : whole;
    lines.push(text.slice(at === line ? column - 1 : Math.min(column - 1, text.length - text.trimStart().length)));
  }
  return lines;
}

type Table = Map<string, Table | readonly string[]>;

function put(table: Table, path: readonly string[], lines: readonly string[]): void {
  const [step = "", ...rest] = path;
  if (rest.length === 0) {
    table.set(step, lines);
    return;
  }
  const there = table.get(step);
  const below: Table = there instanceof Map ? there : new Map();
  table.set(step, below);
  put(below, rest, lines);
}

function valueLines(table: Table, pad: string): string[] {
  return [...table].flatMap(([key, below]) => {
    if (below instanceof Map) return [`${pad}${key}:`, ...valueLines(below, `${pad}  `)];
    const [first = ""] = below;
    const isInline = below.length === 1 && !/^[\w-]+:(\s|$)/.test(first);
    return isInline ? [`${pad}${key}: ${first}`] : [`${pad}${key}:`, ...below.map((line) => `${pad}  ${line}`)];
  });
}
