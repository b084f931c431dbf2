import type { LoadedChart } from "../loaded-chart.ts";
import type { Table } from "../values-tree.ts";

export function validateValues(_chart: LoadedChart, _values: Table): void {}
