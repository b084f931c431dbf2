import type { FixedSetting, NewValue } from "../../chart/index.ts";
import type { TemplatePlace } from "./finding.ts";

/** A setting that no value of the chart reaches, with its place in the chart. */
export interface FixedSettingFact extends Omit<FixedSetting, "location" | "value"> {
  readonly template?: TemplatePlace;
  /** Where a value for it could be added, where the template has its text as it was rendered, or lacks it. */
  readonly value?: NewValue;
}
