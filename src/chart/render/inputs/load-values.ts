import { InputError } from "./input-error.ts";
import { FileLayer } from "./layer.ts";
import { YamlText } from "./read-yaml.ts";
import type { ValuesLayer } from "./values-tree.ts";
import { givenFrom, mergeMaps, newTable, rootSource, type Table } from "./values-tree.ts";

/** What a values file gives: the values, and the layers that they come from, later ones winning. */
export interface LoadedValues {
  readonly values: Table;
  readonly layers: readonly ValuesLayer[];
}

/**
 * Reads a values file, of a chart or given with `-f`. Helm 4 merges all its documents (loader.LoadValues), Helm 3
 * reads the first.
 *
 * @throws {InputError} for what is no YAML, or no mapping.
 */
export function loadValues(text: string, file: string, chart: string, helm: "3" | "4"): LoadedValues {
  const documents = helm === "4" ? splitDocuments(text, file) : [{ text, firstLine: 0 }];
  let values = newTable();
  const layers: ValuesLayer[] = [];
  for (const document of documents) {
    const { value } = new YamlText(document.text, file, file);
    if (value === null) continue;
    if (typeof value !== "object" || Array.isArray(value))
      throw new InputError(`cannot load ${file}: the values are no mapping`, file, document.firstLine + 1);
    const layer = new FileLayer(chart, file, document.text, document.firstLine, newTable());
    const root = givenFrom(value, rootSource(layer));
    if (root.kind !== "table") continue;
    layer.root = root;
    layers.push(layer);
    values = mergeMaps(values, root);
  }
  return { values, layers };
}

/**
 * As k8s.io/apimachinery/pkg/util/yaml's YAMLReader: `---` starts a line, and only a comment may follow it there. It reads
 * line by line and ends each with a newline, also the last one of a file without: of a block scalar there the newline counts.
 */
function splitDocuments(given: string, file: string): { text: string; firstLine: number }[] {
  const text = given === "" || given.endsWith("\n") ? given : `${given}\n`;
  const documents: { text: string; firstLine: number }[] = [];
  let start = 0;
  let firstLine = 0;
  let line = 0;
  let counted = 0;
  for (let at = text.startsWith("---") ? 0 : separatorFrom(text, 0); at >= 0; at = separatorFrom(text, at)) {
    line += linesIn(text, counted, at);
    counted = at;
    const newline = text.indexOf("\n", at);
    const rest = text.slice(at + 3, newline).trim();
    if (rest !== "" && !rest.startsWith("#"))
      throw new InputError(`cannot load ${file}: invalid Yaml document separator: ${rest}`, file, line + 1);
    // One at the start of a document is a line of it.
    if (at === start) continue;
    documents.push({ text: text.slice(start, at), firstLine });
    start = newline + 1;
    firstLine = line + 1;
  }
  documents.push({ text: text.slice(start), firstLine });
  return documents;
}

/** Where the next line behind an offset starts with `---`; -1 for nowhere. */
function separatorFrom(text: string, offset: number): number {
  const newline = text.indexOf("\n---", offset);
  return newline < 0 ? -1 : newline + 1;
}

function linesIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
