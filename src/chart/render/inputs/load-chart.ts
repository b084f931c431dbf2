import { readArchive } from "./archive.ts";
import type { ChartFile } from "./chart-file.ts";
import { StructDecoder } from "./decode.ts";
import { InputError } from "./input-error.ts";
import { loadValues } from "./load-values.ts";
import { LoadedChart } from "./loaded-chart.ts";
import { dependencyShape, MetadataReader } from "./metadata.ts";
import { YamlText } from "./read-yaml.ts";
import type { Table, ValuesLayer } from "./values-tree.ts";

/** Charts nested deeper, or more of them in one, are refused; helm has no such bound. */
const deepestChart = 30;
const mostCharts = 1000;

/**
 * Makes a chart of its files, those of its subcharts among them (loader.LoadFiles).
 *
 * @throws {InputError} for what helm refuses to load.
 */
export function loadChart(files: readonly ChartFile[], helm: "3" | "4"): LoadedChart {
  return new ChartLoader(helm).load(files, "", 0);
}

class ChartLoader {
  readonly #helm: "3" | "4";
  #charts = 0;

  constructor(helm: "3" | "4") {
    this.#helm = helm;
  }

  load(given: readonly ChartFile[], folder: string, depth: number): LoadedChart {
    if (depth > deepestChart || ++this.#charts > mostCharts) throw new InputError("too many charts inside one another");
    const metadata = new MetadataReader();
    let hasMetadata = false;
    for (const file of given) {
      if (file.name !== "Chart.yaml") continue;
      metadata.read(new YamlText(file.text, "Chart.yaml", file.place), file.place);
      hasMetadata = true;
    }
    const apiVersion = metadata.apiVersion || "v1";
    const templates: ChartFile[] = [];
    const files: ChartFile[] = [];
    const packed = new Map<string, ChartFile[]>();
    let schema: ChartFile | undefined;
    let values: Table | undefined;
    let layers: readonly ValuesLayer[] = [];
    for (const file of given) {
      const { name } = file;
      if (name === "Chart.yaml") continue;
      if (name === "Chart.lock") readLock(file);
      else if (name === "values.yaml") {
        const loaded = file.values(this.#helm, () => loadValues(file.text, file.place, folder, this.#helm));
        ({ values, layers } = loaded);
      } else if (name === "values.schema.json") schema = file;
      else if (name === "requirements.yaml") {
        hasMetadata = true;
        metadata.read(new YamlText(file.text, "requirements.yaml", file.place), file.place);
        if (apiVersion === "v1") files.push(file);
      } else if (name === "requirements.lock") {
        readLock(file);
        if (apiVersion === "v1") files.push(file);
      } else if (name.startsWith("templates/")) templates.push(file);
      else if (!name.startsWith("charts/")) files.push(file);
      else if (name.endsWith(".prov")) files.push(file);
      else {
        const below = name.slice("charts/".length);
        const chart = below.split("/", 1)[0] ?? "";
        const held = packed.get(chart);
        if (held === undefined) packed.set(chart, [file.named(below)]);
        else held.push(file.named(below));
      }
    }
    if (!hasMetadata) throw new InputError("Chart.yaml file is missing", below(folder, "Chart.yaml"));
    const parts = { metadata: metadata.validated(), templates, files, values, layers, schema, folder };
    const chart = new LoadedChart(parts);
    chart.add(this.#subcharts(packed, folder, depth));
    return chart;
  }

  #subcharts(packed: ReadonlyMap<string, ChartFile[]>, folder: string, depth: number): LoadedChart[] {
    const charts: LoadedChart[] = [];
    for (const [name, files] of packed) {
      if (/^[_.]/.test(name)) continue;
      const place = below(folder, `charts/${name}`);
      if (extension(name) === ".tgz") {
        const [file] = files;
        if (file === undefined || file.name !== name)
          throw new InputError(`error unpacking subchart tar: expected ${name}, got ${file?.name}`, place);
        const own = file.unpacked(() => readArchive(file.bytes, place));
        charts.push(this.load(own, place, depth + 1));
        continue;
      }
      const own: ChartFile[] = [];
      for (const file of files) {
        const slash = file.name.indexOf("/");
        if (slash >= 0) own.push(file.named(file.name.slice(slash + 1)));
      }
      charts.push(this.load(own, place, depth + 1));
    }
    return charts;
  }
}

function below(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** Go's filepath.Ext. */
export function extension(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 || name.includes("/", dot) ? "" : name.slice(dot);
}

/** A lock file decides nothing here, but helm refuses a chart whose lock it cannot read. */
function readLock(file: ChartFile): void {
  const yaml = new YamlText(file.text, file.name, file.place);
  const into = Object.create(null);
  const fields = { generated: "any", digest: "string", dependencies: { list: { struct: dependencyShape } } } as const;
  new StructDecoder(yaml, file.place).struct(fields, yaml.value, into);
  const { generated } = into;
  if (generated === undefined || generated === null) return;
  const isTime =
    typeof generated === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:\d\d)$/.test(generated);
  if (!isTime) throw new InputError(`cannot load ${file.name}: generated is no time`, file.place);
}
