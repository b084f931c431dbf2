import { ChartQuestions } from "../../chart/chart-questions.ts";
import type { Rendered, RenderedDocument } from "../../chart/render/render-chart.ts";
import type { Trace } from "../../chart/render/trace-document.ts";
import { mapping } from "../../model/fields.ts";
import type { Document, Manifest } from "../../read/document.ts";
import { type Path, valueAt } from "../../read/path.ts";
import type { ChartFix, FixedPart } from "../contract/chart-fix.ts";
import type {
  ChartTraces,
  LongNameFact,
  SchemaChoiceFact,
  SchemaFaultFact,
  TracedPlace,
  UnreadValueFact,
} from "../contract/chart-traces.ts";
import type { TemplatePlace, ValuePlace } from "../contract/finding.ts";
import { DocumentMatches, type Match } from "./document-matches.ts";
import { longNameOf, OtherReleases, subchartOf } from "./long-names.ts";
import { NewValues } from "./new-values.ts";
import { scalarsBelow } from "./node-values.ts";
import { printedChoices } from "./printed-choices.ts";

/** How the chart's files are named in a report. */
export interface ChartNames {
  /** What stands ahead of paths inside of the chart: `charts/db`; empty unless set. */
  readonly folder?: string;
  /** The text of a file of the chart, for the line that is quoted. */
  readonly text?: (file: string) => string | undefined;
  /** Values files that were given beside the chart, as they were named. */
  readonly given?: readonly string[];
  /** Where the value at a path is really written, where a given file or a flag was only made of it. */
  readonly origin?: (
    file: string,
    line: number,
    path: Path,
    flag?: string,
  ) => { readonly file: string; readonly line: number } | undefined;
  /** The chart as the other helm prints it, where the text may be that one's; asked where it is not this one's. */
  readonly otherwise?: () => Rendered | undefined;
}

type GivenAt = Trace["values"][number]["over"][number];

/** Traces through our own render of the chart: document by document, exact where the bytes are equal. */
export class RenderedTraces implements ChartTraces {
  readonly #rendered: Rendered;
  readonly #questions: ChartQuestions;
  readonly #names: ChartNames;
  readonly #matches: DocumentMatches;
  readonly #lines = new Map<string, readonly string[]>();
  /** Those that a user gave, and those of the chart. */
  readonly #unread = new Map<boolean, readonly UnreadValueFact[]>();
  #releases: OtherReleases | undefined;
  #choices: ReturnType<ChartQuestions["schemaChoices"]> | undefined;
  #schemaFaults: readonly SchemaFaultFact[] | undefined;
  #newValues: NewValues | undefined;
  #hasLookup: boolean | undefined;
  /** The templates that print StatefulSets. */
  #setSources: ReadonlySet<string> | undefined;

  constructor(rendered: Rendered, names: ChartNames = {}) {
    this.#rendered = rendered;
    this.#questions = new ChartQuestions(rendered.from);
    this.#names = names;
    this.#matches = new DocumentMatches(rendered, names.otherwise);
  }

  trace(manifest: Manifest, path: Path): TracedPlace | undefined {
    const match = this.#match(manifest.document);
    if (match === undefined) return undefined;
    // A rule may point at what is missing: the nearest parent that is there stands for it.
    let own = [...manifest.base, ...path];
    let trace = match.document.trace(own);
    const isThere = trace !== undefined;
    while (trace === undefined && own.length > manifest.base.length) {
      own = own.slice(0, -1);
      trace = match.document.trace(own);
    }
    if (trace === undefined) return undefined;
    const template = this.#template(trace, match.isEqual, isThere);
    const line = this.#line(trace.template.file, trace.template.line);
    // What is missing is fed by no value, unless an action prints all of its parent: then it could be set there.
    const isFed =
      isThere || this.#isPrinted(match.document, own, valueAt(manifest.value, own.slice(manifest.base.length)));
    return {
      template,
      values: isFed ? trace.values.map((value) => this.#value(value)) : [],
      ...(line === undefined ? {} : { line }),
    };
  }

  /** Whether actions print every entry of a mapping, its key too; true of an empty one. */
  #isPrinted(document: RenderedDocument, path: Path, value: unknown): boolean {
    return Object.keys(mapping(value)).every((key) => {
      const place = document.trace([...path, key])?.template;
      if (place === undefined) return false;
      const line = this.#line(place.file, place.line) ?? "";
      return line.startsWith("{{", place.column - 1);
    });
  }

  randomPaths(manifest: Manifest, under: Path): readonly Path[] {
    const match = this.#match(manifest.document);
    if (match === undefined || !match.document.isRandom()) return [];
    // Only into what holds something random: the rest of the document is never walked.
    const isRandom = (path: Path) => match.document.isRandom([...manifest.base, ...path]);
    return [...scalarsBelow(under, valueAt(manifest.value, under), isRandom)];
  }

  lookedUp(manifest: Manifest, under: Path): ReturnType<ChartTraces["lookedUp"]> {
    const document = this.#match(manifest.document)?.document;
    if (document === undefined || !this.#asksLookup) return [];
    return [...scalarsBelow(under, valueAt(manifest.value, under))].flatMap((path) => {
      const trace = document.trace([...manifest.base, ...path]);
      const call = trace && this.#questions.lookupFor(trace.template, trace.via);
      return call === undefined ? [] : [{ path, location: { ...call, file: this.#named(call.file) } }];
    });
  }

  /** Whether the word stands in any file of the chart at all. */
  get #asksLookup(): boolean {
    this.#hasLookup ??= this.#rendered.from.files.some(({ text }) => text.includes("lookup"));
    return this.#hasLookup;
  }

  randomCalls(manifest: Manifest, path: Path): ReturnType<ChartTraces["randomCalls"]> {
    const place = this.#match(manifest.document)?.document.trace([...manifest.base, ...path])?.template;
    if (place === undefined) return [];
    return this.#questions
      .randomCalls(place)
      .map(({ name, location }) => ({ name, location: { ...location, file: this.#named(location.file) } }));
  }

  unreadValues(manifest: Manifest, isGiven: boolean): readonly UnreadValueFact[] {
    if (this.#match(manifest.document) === undefined) return [];
    const known = this.#unread.get(isGiven);
    if (known !== undefined) return known;
    const unread = this.#questions.unreadValues(isGiven).map(({ place, ...fact }) => {
      if (place === undefined) return fact;
      const written = this.#names.origin?.(place.file, place.line, fact.path);
      // Where a file was made of it, only the line is known.
      const location =
        written === undefined
          ? { ...place, file: this.#named(place.file) }
          : { ...written, column: 1, endLine: written.line, endColumn: 1 };
      return { ...fact, location };
    });
    this.#unread.set(isGiven, unread);
    return unread;
  }

  schemaFaults(manifest: Manifest): readonly SchemaFaultFact[] {
    if (this.#match(manifest.document) === undefined) return [];
    this.#schemaFaults ??= this.#questions
      .schemaFaults()
      .map(({ place, ...fact }) => ({ ...fact, location: { ...place, file: this.#named(place.file) } }));
    return this.#schemaFaults;
  }

  schemaChoices(manifest: Manifest): readonly SchemaChoiceFact[] {
    const match = this.#match(manifest.document);
    if (match === undefined || match.isOther) return [];
    this.#choices ??= this.#questions.schemaChoices();
    return printedChoices(this.#rendered, match.document, manifest, this.#choices).map(({ place, ...fact }) => ({
      ...fact,
      location: { ...place, file: this.#named(place.file) },
    }));
  }

  longName(manifest: Manifest, limit: number): LongNameFact | undefined {
    const match = this.#match(manifest.document);
    // Which of several it is in another release is told by their order, which stays where ours printed the same.
    const sets = match?.isEqual === true ? this.#matches.printedBy(match.document.source) : [];
    const index = match === undefined ? -1 : sets.indexOf(match.document);
    if (match === undefined || index < 0) return undefined;
    this.#releases ??= new OtherReleases(this.#rendered);
    const lengthIn = (release: number) => this.#releases?.nameIn(release, match.document.source, index, sets.length);
    const found = longNameOf(manifest.name, limit, lengthIn);
    const place = match.document.trace([...manifest.base, "metadata", "name"])?.template;
    if (found === undefined) return undefined;
    if (place === undefined) return { ...found, truncations: [] };
    const { truncations, asksOverride } = this.#questions.nameMaking(place, limit + 1);
    return {
      ...found,
      truncations: truncations.map(({ characters, location }) => ({
        characters,
        location: { ...location, file: this.#named(location.file) },
      })),
      ...(asksOverride ? { override: [...subchartOf(match.document.source), "fullnameOverride"] } : {}),
    };
  }

  newValues(manifest: Manifest, part: FixedPart): ReturnType<ChartTraces["newValues"]> {
    const match = this.#match(manifest.document);
    if (match?.isEqual !== true || match.isOther) return undefined;
    this.#setSources ??= new Set(
      this.#rendered.documents.flatMap(({ source, text }) => (/^kind: *"?StatefulSet\b/m.test(text) ? [source] : [])),
    );
    const { document } = match;
    const { source } = document;
    const { component, isOnly } = this.#questions.standingOf(source, this.#setSources);
    const columnOf = (path: Path) => manifest.locate(path, "key").column;
    const printed = { source, value: manifest.value, document, base: manifest.base, columnOf };
    return this.#values.fix(printed, part, component, isOnly);
  }

  provenFixes(fixes: readonly ChartFix[]): ReadonlySet<ChartFix> {
    return this.#values.proven(fixes);
  }

  get #values(): NewValues {
    this.#newValues ??= new NewValues(this.#rendered, this.#questions, (file) => this.#named(file));
    return this.#newValues;
  }

  /** Of the documents of this chart that were asked about, those that it prints otherwise here, what is random apart. */
  get unlike(): readonly Document[] {
    const [first] = this.#rendered.documents;
    const chart = first?.source.split("/", 1)[0];
    return this.#matches.unlike.filter(({ source }) => source?.split("/", 1)[0] === chart);
  }

  line(file: string, line: number): string | undefined {
    const { folder = "" } = this.#names;
    const own = folder !== "" && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
    return this.#line(own, line);
  }

  #match(document: Document): Match | undefined {
    return this.#matches.of(document);
  }

  #template({ template, via, text, exactness }: Trace, isEqual: boolean, isThere: boolean): TemplatePlace {
    return {
      ...template,
      file: this.#named(template.file),
      ...(via.length === 0 ? {} : { via: via.map((place) => ({ ...place, file: this.#named(place.file) })) }),
      ...(text === undefined || !isThere ? {} : { text: { ...text, file: this.#named(text.file) } }),
      exactness: exactness === "exact" && !isEqual ? "aligned" : exactness,
      ...(exactness === "none" || !isThere ? { approximate: true as const } : {}),
    };
  }

  #value({ path, file, line, flag, over }: Trace["values"][number]): ValuePlace {
    return {
      path,
      ...this.#given({ file, line, ...(flag === undefined ? {} : { flag }) }, path),
      ...(over.length === 0 ? {} : { over: over.map((one) => this.#given(one, path)) }),
    };
  }

  /** Where a value is given: the flag is told where it is all that is known. */
  #given(given: GivenAt, path: Path): GivenAt {
    const { file, line, flag } = given;
    if (flag === undefined) return { ...given, ...this.#written(file, line, path) };
    return this.#names.origin?.(file, line, path, flag) ?? { ...given, ...this.#written(file, line, path) };
  }

  #written(file: string, line: number, path: Path): { readonly file: string; readonly line: number } {
    return this.#names.origin?.(file, line, path) ?? { file: this.#named(file), line };
  }

  #named(file: string): string {
    const { folder = "", given = [] } = this.#names;
    return folder === "" || file === "" || given.includes(file) ? file : `${folder}/${file}`;
  }

  #line(file: string, line: number): string | undefined {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = this.#names.text?.(file)?.split(/\r?\n/) ?? [];
      this.#lines.set(file, lines);
    }
    return lines[line - 1];
  }
}
