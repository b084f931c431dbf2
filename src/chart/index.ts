export type { Chart, ChartText, TextFile } from "./chart.ts";
export { probeLevels } from "./probes/levels.ts";
export type { ChartLocation, Level, ProbeKind, ProbeLevel } from "./probes/probe.ts";
export { readChart } from "./read-chart.ts";
export type { FixedSetting, SettingName } from "./settings/fixed-settings.ts";
export { fixedSettings, settingNames } from "./settings/fixed-settings.ts";
export type { NewValue } from "./settings/value-name.ts";
export { newValue } from "./settings/value-name.ts";
export { type TemplateQuestions, templateQuestions } from "./template-questions.ts";
