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

/** As k8s.io/apimachinery/pkg/util/yaml's YAMLReader: `---` starts a line, and only a comment may follow it there. */
function splitDocuments(text: string, file: string): { text: string; firstLine: number }[] {
  const documents: { text: string; firstLine: number }[] = [];
  const lines = text.split("\n");
  let held: string[] = [];
  let firstLine = 0;
  lines.forEach((line, index) => {
    if (line.startsWith("---")) {
      const rest = line.slice(3).trim();
      if (rest !== "" && !rest.startsWith("#"))
        throw new InputError(`cannot load ${file}: invalid Yaml document separator: ${rest}`, file, index + 1);
      if (held.length > 0) {
        documents.push({ text: held.join("\n"), firstLine });
        held = [];
        return;
      }
    }
    if (held.length === 0) firstLine = index;
    held.push(line);
  });
  if (held.length > 0) documents.push({ text: `${held.join("\n")}`, firstLine });
  return documents;
}
