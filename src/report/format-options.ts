/** How text for people is laid out; formats for machines ignore it. */
export interface FormatOptions {
  /** The columns of the terminal; nothing is wrapped unless set. */
  readonly width?: number;
  /** Off unless set. */
  readonly color?: boolean;
  /** With a chart: which text is quoted; the template's unless set. */
  readonly show?: "template" | "rendered";
  /** Whether the summary follows the findings; it does unless set to false. */
  readonly summary?: boolean;
}
