import type { ProbeLevel } from "../../chart/index.ts";
import type { TemplatePlace } from "./finding.ts";

/** What a chart's text says of one rendered probe, with its place in the chart. */
export interface ProbeFact extends Omit<ProbeLevel, "location"> {
  readonly template?: TemplatePlace;
}
