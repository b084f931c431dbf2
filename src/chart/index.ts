export type { Chart, ChartText, TextFile } from "./chart.ts";
export { probeLevels } from "./probes/levels.ts";
export type { ChartLocation, Level, ProbeKind, ProbeLevel } from "./probes/probe.ts";
export { readChart } from "./read-chart.ts";
