import type { Chart } from "../chart.ts";
import { type Guards, type Place, stringOf, type Text, type Value } from "./value.ts";
import type { Variables } from "./variables.ts";

/** Where a piece of a template is evaluated. */
export interface Frame {
  readonly dot: Value;
  readonly variables: Variables;
  readonly guards: Guards;
  readonly file: string;
  /** The text of the template that is read: places of its nodes speak of it. */
  readonly source: string;
  readonly depth: number;
  /** For text that stands in no file, such as a string given to `tpl`: the action that has it rendered. */
  readonly at?: Place;
}

/** What expressions and functions may ask of whoever reads the templates. */
export interface TemplateReader {
  readonly chart: Chart;
  /** Whether nothing more is read. */
  readonly isUsedUp: boolean;
  /** The value, or one that is not understood in place of a value that would take too long to walk. */
  bounded(value: Value): Value;
  /** The text of a named template, as `include` and `template` print it. */
  named(name: string, dot: Value, frame: Frame, place: Place): Text;
  /** The text of a template given as a string, as `tpl` renders it. */
  string(source: string, dot: Value, frame: Frame, place: Place): Text;
  /** `set` on what the template did not make itself: the values concerned are not understood from then on. */
  change(target: Value): void;
  /** A name that is equal for equal values. */
  nameOf(value: Value): string;
}

/** A function applied in a template: to what, where. */
export interface Application {
  readonly interpreter: TemplateReader;
  readonly frame: Frame;
  readonly place: Place;
  readonly name: string;
  readonly operands: readonly Value[];
}

export type TemplateFunction = (application: Application) => Value;

/** The strings that all operands certainly are; undefined if one depends on something. */
export function knownStrings(operands: readonly Value[]): readonly string[] | undefined {
  const strings = operands.map(stringOf);
  return strings.every((one) => one !== undefined) ? strings : undefined;
}
