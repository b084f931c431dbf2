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
import type { Settings } from "./settings.ts";

/** A label is drawn under at most this many lines of a range. */
const mostLines = 20;

/** Of most findings: thousands share it. */
const noRelated: Finding["related"] = [];

type EditedAt = Pick<Finding, "template" | "values">;

/** A finding without its words, and the way to it with them. */
export interface PreparedFinding {
  readonly finding: Finding;
  readonly filled: (data: Violation["data"]) => Finding;
}

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
  /** The words that a message had last, of its text and of its help: thousands of sets are told the same. */
  readonly #said = new Map<Message, { text: string; help: string }>();

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
    return this.prepare(rule, violation)?.filled(violation.data);
  }

  /** The finding but for the words that its data fill in; nothing of the input is kept by it. */
  prepare(rule: AnyRule, violation: Violation): PreparedFinding | undefined {
    const { at } = violation;
    const setting = this.#settings.for(rule, at.manifest);
    if (setting.level === "off") return undefined;
    const message = messageOf(rule.messages, violation.message, rule.id);
    const location = this.#place(at);
    const related = this.#related(violation.related);
    const finding: Finding = {
      rule: rule.id,
      severity: setting.chosen ? setting.level : (violation.severity ?? setting.level),
      confidence: confidenceOf(rule, violation),
      message: "",
      resource: this.#resource(at.manifest),
      path: exactly(at.path),
      location,
      related,
      help: "",
      fingerprint: fingerprint(rule.id, violation.message, at.manifest, at.path, this.#release),
      ...(violation.versions === undefined ? {} : { versions: violation.versions }),
      ...(violation.admission === undefined ? {} : { admission: violation.admission }),
      ...(this.#traced(at) ?? this.#known(violation)),
      ...(violation.fix === undefined ? {} : this.#fix(violation.fix)),
      ...(location.approximate ? { approximate: true as const } : {}),
    };
    return {
      finding,
      filled: (data) => ({ ...finding, ...this.#words(message, data, rule) }),
    };
  }

  #words(message: Message, data: Violation["data"], { id }: AnyRule): Pick<Finding, "message" | "help"> {
    const text = fill(message, "text", data, id);
    const help = fill(message, "help", data, id);
    const last = this.#said.get(message);
    if (last === undefined) this.#said.set(message, { text, help });
    else {
      if (last.text !== text) last.text = text;
      if (last.help !== help) last.help = help;
    }
    return { message: last?.text ?? text, help: last?.help ?? help };
  }

  #resource(manifest: Manifest): ResourceName {
    const known = this.#resources.get(manifest);
    if (known !== undefined) return known;
    const resource = resourceName(manifest);
    this.#resources.set(manifest, resource);
    return resource;
  }

  #related(places: Violation["related"] = []): Finding["related"] {
    if (places.length === 0) return noRelated;
    return places.map((place) => ({
      message: place.message,
      resource: this.#resource(place.manifest),
      path: exactly(place.path),
      location: this.#place(place),
      ...this.#traced(place),
    }));
  }

  /** What the chart's render tells of a place; undefined where the chart did not make it. */
  #traced({ manifest, path, location }: Place): EditedAt | undefined {
    const traced = location === undefined ? this.#traces?.trace(manifest, path) : undefined;
    if (traced === undefined) return undefined;
    const { line, template, values } = traced;
    if (line !== undefined) this.#excerpts.keep(template.file, template.line, line);
    return { template, ...(values.length === 0 ? {} : { values }) };
  }

  /** What a rule itself knows of the chart, where there is no render. */
  #known({ template, values: paths = [] }: Violation): EditedAt {
    const values = this.#chart?.valuePlaces(paths) ?? [];
    return { ...(template === undefined ? {} : { template }), ...(values.length === 0 ? {} : { values }) };
  }

  #fix(fix: NonNullable<Violation["fix"]>): { readonly fix?: Fix } {
    if (fix.chart !== undefined) return { fix: this.#together.noteChart(fix.description, fix.safe ?? true, fix.chart) };
    const made = madeFix(fix);
    return made === undefined ? {} : { fix: this.#together.note(made) };
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

/** V8 makes room for some twenty steps where a path is put together of others: a copy has no more than it needs. */
function exactly(path: Path): Path {
  return path.slice();
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
