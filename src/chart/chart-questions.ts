import { type Chart, findSource } from "./chart.ts";
import { LookedUp, type PrintedPlace } from "./looked-up.ts";
import { type NameMaking, nameMaking } from "./name-making.ts";
import { Parameters } from "./parameters/parameters.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { type RandomCall, randomCalls } from "./random-calls.ts";
import type { ChartLine } from "./reached.ts";
import { readChart } from "./read-chart.ts";
import { type ReadValues, readValues, schemaAmong } from "./reads/read-values.ts";
import { type UnreadValue, unreadValues } from "./reads/unread-values.ts";
import type { RenderedFrom } from "./render/rendered-from.ts";
import { CertainSchema } from "./schema/certain-schema.ts";
import { type SchemaChoice, schemaChoices } from "./schema/schema-choices.ts";
import { type SchemaFault, schemaFaults } from "./schema/schema-faults.ts";
import { componentIn } from "./settings/value-name.ts";

/** Questions about a chart beside what it prints. No answer is worked out before it is needed. */
export class ChartQuestions {
  readonly #given: RenderedFrom;
  #chart: Chart | undefined;
  #byPlace: ReadonlyMap<string, { readonly text: string }> | undefined;
  /** How many of some templates each chart or subchart has. */
  readonly #counts = new WeakMap<ReadonlySet<string>, ReadonlyMap<number | undefined, number>>();
  #lookedUp: LookedUp | undefined;
  #read: { readonly values: ReadValues | undefined } | undefined;

  constructor(given: RenderedFrom) {
    this.#given = given;
  }

  /**
   * The values that no template of the chart or its subcharts reads, in any branch: those that a user gave, or the chart's
   * own; none where that cannot be told.
   */
  unreadValues(isGiven: boolean): readonly UnreadValue[] {
    return this.#whereRead((read) => unreadValues(read, isGiven));
  }

  /** Where values.schema.json and the templates are not of one mind; none where that cannot be told. */
  schemaFaults(): readonly SchemaFault[] {
    return this.#whereRead(schemaFaults);
  }

  /** The values for which values.schema.json lists what they may be, and what they are in this render. */
  schemaChoices(): readonly SchemaChoice[] {
    const { files, values } = this.#given;
    return schemaChoices(CertainSchema.read(schemaAmong(files)), values);
  }

  /** What the actions on a line of the chart do to the name there: each `trunc` that leaves `least` characters or more. */
  nameMaking(at: ChartLine, least: number): NameMaking {
    return nameMaking(this.#templates(), at, least);
  }

  /** The calls of random functions that a line of the chart may come to, in whatever branch, nearest first. */
  randomCalls(at: ChartLine): readonly RandomCall[] {
    return randomCalls(this.#templates(), at);
  }

  /** The call of `lookup` that what a line prints from a place on hangs on; `via` are the includes on the way to it. */
  lookupFor(place: PrintedPlace, via: readonly PrintedPlace[]): ChartLocation | undefined {
    this.#lookedUp ??= new LookedUp(this.#templates());
    return this.#lookedUp.callFor(place, via);
  }

  /** Puts values of their own in the place of what templates write out; the names that it gives are its own. */
  parameters(): Parameters {
    return new Parameters(this.#templates(), this.#given.files);
  }

  /** The text of a file of the chart, by its path in the folder. */
  textOf(file: string): string | undefined {
    this.#byPlace ??= new Map([...this.#given.files].reverse().map((one) => [one.place, one]));
    return this.#byPlace.get(file)?.text;
  }

  /** What the template of a `# Source:` path is called after, and whether no other template of its chart is one of `sources`. */
  standingOf(
    source: string,
    sources: ReadonlySet<string>,
  ): { readonly component: string | undefined; readonly isOnly: boolean } {
    const chart = this.#templates();
    const scope = findSource(chart, source)?.scope;
    const counts = this.#counts.get(sources) ?? countsBy([...sources].map((one) => findSource(chart, one)?.scope));
    this.#counts.set(sources, counts);
    const others = (counts.get(scope) ?? 0) - (sources.has(source) ? 1 : 0);
    return { component: componentIn(chart, source), isOnly: others === 0 };
  }

  #whereRead<Found>(find: (read: ReadValues) => readonly Found[]): readonly Found[] {
    this.#read ??= { values: readValues(this.#given) };
    return this.#read.values === undefined ? [] : find(this.#read.values);
  }

  #templates(): Chart {
    this.#chart ??= readChart(this.#given.files.map(({ name, text }) => ({ path: name, text })));
    return this.#chart;
  }
}

function countsBy<Item>(items: readonly Item[]): ReadonlyMap<Item, number> {
  const counts = new Map<Item, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
