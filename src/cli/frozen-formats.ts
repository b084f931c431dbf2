/** What `chart --frozen` prints: a table, JSON, the chart's values.yaml with comments, a section for its README. */
export const frozenFormats = ["text", "json", "values", "readme"] as const;
export type FrozenFormat = (typeof frozenFormats)[number];
