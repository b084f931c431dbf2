import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import { type Path, valueAt } from "../../read/path.ts";
import type { ChartTraces } from "../contract/chart-traces.ts";
import { confidenceOf } from "../contract/confidence.ts";
import type { Finding, Fix, ResourceName } from "../contract/finding.ts";
import type { AnyRule, Message, Place, Violation } from "../contract/rule.ts";
import type { ChartFacts } from "./chart-facts.ts";
import type { Excerpts } from "./excerpt.ts";
import { fingerprint } from "./fingerprint.ts";
import { madeFix } from "./fix-edits.ts";
import type { FixesTogether } from "./fixes-together.ts";
import { standingFor } from "./listing.ts";
import { fill, messageOf } from "./message.ts";
import { Said } from "./said.ts";
import type { Settings } from "./settings.ts";

/** A label is drawn under at most this many lines of a range. */
const mostLines = 20;

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Words = Pick<Finding, "message" | "help">;
type EditedAt = Pick<Finding, "template" | "values">;

/** Makes findings of violations: finds their places and keeps the lines there for the report. */
export class Locator {
  readonly #excerpts: Excerpts;
  readonly #settings: Settings;
  readonly #together: FixesTogether;
  readonly #chart: ChartFacts | undefined;
  readonly #traces: ChartTraces | undefined;
  readonly #release: string | undefined;
  /** Of many findings about one manifest, each would else name it anew. */
  readonly #resources = new WeakMap<Manifest, ResourceName>();
  readonly #said = new Map<Message, Said>();

  /** `release` is its name where it is known, whatever labels say. */
  constructor(
    excerpts: Excerpts,
    settings: Settings,
    together: FixesTogether,
    chart: ChartFacts | undefined,
    traces?: ChartTraces,
    release?: string,
  ) {
    this.#release = release;
    this.#together = together;
    this.#chart = chart;
    this.#traces = traces;
    this.#excerpts = excerpts;
    this.#settings = settings;
  }

  /** Undefined where the rule is off for the resource. */
  locate(rule: AnyRule, violation: Violation): Finding | undefined {
    return this.#finding(rule, violation, words);
  }

  /** The finding but for the words that its data fill in; nothing of the input is kept by it. */
  wordless(rule: AnyRule, violation: Violation): Finding | undefined {
    return this.#finding(rule, violation, () => ({ message: "", help: "" }));
  }

  #finding(rule: AnyRule, violation: Violation, wordsFor: typeof words): Finding | undefined {
    const { at } = violation;
    const { manifest } = at;
    const setting = this.#settings.for(rule, manifest);
    if (setting.level === "off") return undefined;
    const message = messageOf(rule.messages, violation.message, rule.id);
    const said = this.#saidOf(message);
    const location = this.#place(at);
    const related = this.#related(said, violation.related);
    const { message: text, help } = wordsFor(said, message, violation.data, rule);
    // There may be more of them than anything else: V8 makes room for what is written here, and for more where it is spread.
    const finding: Writable<Finding> = {
      rule: rule.id,
      severity: setting.chosen ? setting.level : (violation.severity ?? setting.level),
      confidence: confidenceOf(rule, violation),
      message: text,
      resource: this.#resource(manifest),
      path: said.path(0, at.path),
      location,
      related,
      help,
      fingerprint: fingerprint(rule.id, violation.message, manifest, at.path, this.#release),
    };
    if (violation.versions !== undefined) finding.versions = violation.versions;
    if (violation.admission !== undefined) finding.admission = violation.admission;
    const { template, values } = this.#traced(at) ?? this.#known(violation);
    if (template !== undefined) finding.template = template;
    if (values !== undefined) finding.values = values;
    const fix = violation.fix === undefined ? undefined : this.#fix(violation.fix, location);
    if (fix !== undefined) finding.fix = fix;
    if (location.approximate) finding.approximate = true;
    return finding;
  }

  #saidOf(message: Message): Said {
    let said = this.#said.get(message);
    if (said === undefined) {
      said = new Said();
      this.#said.set(message, said);
    }
    return said;
  }

  #resource(manifest: Manifest): ResourceName {
    const known = this.#resources.get(manifest);
    if (known !== undefined) return known;
    const resource = resourceName(manifest);
    this.#resources.set(manifest, resource);
    return resource;
  }

  #related(said: Said, places: Violation["related"] = []): Finding["related"] {
    return said.related(places, (place, path) => ({
      message: place.message,
      resource: this.#resource(place.manifest),
      path,
      location: this.#place(place),
      ...this.#traced(place),
    }));
  }

  /** What the chart's render tells of a place; undefined where the chart did not make it. */
  #traced({ manifest, path, location, aim }: Place): EditedAt | undefined {
    const traced = location === undefined ? this.#traces?.trace(manifest, path) : undefined;
    if (traced === undefined) return undefined;
    const { line, template, values } = traced;
    if (line !== undefined) this.#excerpts.keep(template.file, template.line, line);
    const { text: _, ...keyAlone } = template;
    return { template: aim === "key" ? keyAlone : template, ...(values.length === 0 ? {} : { values }) };
  }

  /** What a rule itself knows of the chart, where there is no render. */
  #known({ template, values: paths = [] }: Violation): EditedAt {
    const values = this.#chart?.valuePlaces(paths) ?? [];
    return { ...(template === undefined ? {} : { template }), ...(values.length === 0 ? {} : { values }) };
  }

  /** A fix mostly changes what the finding is about, `own`. */
  #fix(fix: NonNullable<Violation["fix"]>, own: Location): Fix | undefined {
    if (fix.chart !== undefined) return this.#together.noteChart(fix.description, fix.safe ?? true, fix.chart);
    const made = madeFix(fix);
    if (made === undefined) return undefined;
    const edits = made.fix.edits.map((edit) =>
      isSameLocation(edit.location, own) ? { ...edit, location: own } : edit,
    );
    return this.#together.note({ ...made, fix: { ...made.fix, edits } });
  }

  /** A finding that stands for so many more: it keeps its fingerprint whichever of them is the first. */
  standing(finding: Finding, manifest: Manifest, more: number): Finding {
    return {
      ...standingFor(finding, more),
      fingerprint: fingerprint(finding.rule, "more", manifest, [], this.#release),
    };
  }

  #place(place: Place): Location {
    const { manifest } = place;
    const location = locationOf(place);
    const last = Math.min(location.endLine, location.line + mostLines);
    for (let line = location.line; line <= last; line++) {
      // A place in a configuration is none in the input: its line is not known here. That of a values file is.
      const isOwn = location.file === manifest.document.file;
      const text = isOwn ? manifest.document.lineText(line) : this.#traces?.line(location.file, line);
      if (text !== undefined) this.#excerpts.keep(location.file, line, text);
    }
    return location;
  }
}

/** Where a place stands, in its manifest unless it is none there. */
export function locationOf({ manifest, path, aim, location }: Place): Location {
  return location ?? manifest.locate(path, aim ?? aimAt(manifest.value, path));
}

function words(said: Said, message: Message, data: Violation["data"], { id }: AnyRule): Words {
  return said.words(fill(message, "text", data, id), fill(message, "help", data, id));
}

function isSameLocation(one: Location, other: Location): boolean {
  return (
    one.file === other.file &&
    one.source === other.source &&
    one.line === other.line &&
    one.column === other.column &&
    one.endLine === other.endLine &&
    one.endColumn === other.endColumn &&
    one.approximate === other.approximate
  );
}

/** A scalar is pointed at itself, anything larger at its key. */
function aimAt(root: unknown, path: Path): "key" | "value" {
  return typeof valueAt(root, path) === "object" ? "key" : "value";
}

export function resourceName(manifest: Manifest): ResourceName {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    ...(manifest.namespace === undefined ? {} : { namespace: manifest.namespace }),
    name: manifest.name,
  };
}
