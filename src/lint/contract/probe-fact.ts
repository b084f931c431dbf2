import type { NewValue, ProbeLevel } from "../../chart/index.ts";
import type { TemplatePlace } from "./finding.ts";

/** What a chart's text says of one rendered probe, with its place in the chart. */
export interface ProbeFact extends Omit<ProbeLevel, "location"> {
  readonly template?: TemplatePlace;
  /** Where a value for the whole probe could be added, where the template has its text as it was rendered. */
  readonly value?: NewValue;
}
