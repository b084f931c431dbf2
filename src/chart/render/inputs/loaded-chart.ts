import type { ChartFile } from "./chart-file.ts";
import type { Metadata } from "./metadata.ts";
import type { Table, ValuesLayer } from "./values-tree.ts";

/** A chart as helm's loader gives it (pkg/chart/v2/chart.go). Changed while its dependencies are worked out. */
export class LoadedChart {
  metadata: Metadata;
  readonly templates: readonly ChartFile[];
  readonly files: readonly ChartFile[];
  /** Undefined where there is no values.yaml. */
  values: Table | undefined;
  /** The documents of its values.yaml. */
  readonly layers: readonly ValuesLayer[];
  readonly schema: ChartFile | undefined;
  /** Its folder below the root chart's: `charts/db`; "" for the root. */
  readonly folder: string;
  dependencies: LoadedChart[] = [];
  parent: LoadedChart | undefined;

  constructor(parts: {
    metadata: Metadata;
    templates: readonly ChartFile[];
    files: readonly ChartFile[];
    values: Table | undefined;
    layers: readonly ValuesLayer[];
    schema: ChartFile | undefined;
    folder: string;
  }) {
    this.metadata = parts.metadata;
    this.templates = parts.templates;
    this.files = parts.files;
    this.values = parts.values;
    this.layers = parts.layers;
    this.schema = parts.schema;
    this.folder = parts.folder;
  }

  /** A copy with metadata of its own and no subcharts: Go's `out := *c`. */
  copy(): LoadedChart {
    const copy = new LoadedChart(this);
    copy.parent = this.parent;
    copy.dependencies = [...this.dependencies];
    return copy;
  }

  get name(): string {
    return this.metadata.name;
  }

  add(charts: readonly LoadedChart[]): void {
    for (const chart of charts) {
      chart.parent = this;
      this.dependencies.push(chart);
    }
  }

  setDependencies(charts: readonly LoadedChart[]): void {
    this.dependencies = [];
    this.add(charts);
  }

  /** `root/charts/db`: with aliases, and what stands ahead of a template's path in helm's output. */
  get fullPath(): string {
    return this.parent === undefined ? this.name : `${this.parent.fullPath}/charts/${this.name}`;
  }

  /** Of its templates and other files, and of its subcharts', as {@link ChartFile.size}. */
  get size(): number {
    const sum = (sizes: readonly { readonly size: number }[]) => sizes.reduce((total, { size }) => total + size, 0);
    return sum(this.templates) + sum(this.files) + sum(this.dependencies);
  }

  get isLibrary(): boolean {
    return this.metadata.type.toLowerCase() === "library";
  }
}
