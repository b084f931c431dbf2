import { Budget, spendGiven, spendPrinted } from "./budget.ts";
import { compareBytes } from "./bytes.ts";
import { callableIn } from "./callable.ts";
import { Execution, type Render, type Way } from "./exec/execution.ts";
import { locate } from "./exec/locate.ts";
import { errorPlace, type Template, TemplateSet, type Unit } from "./exec/template-set.ts";
import { withoutInterface } from "./exec/types.ts";
import type { FunctionTable } from "./functions/registry.ts";
import { withoutNoValue } from "./no-value.ts";
import { withValuesMethods } from "./objects/values-methods.ts";
import type { FilePlace, Via } from "./origin.ts";
import { parseTemplate } from "./parse/parse.ts";
import { type ParsedTemplate, ParseError } from "./parse/syntax.ts";
import { quoteText } from "./print/quote.ts";
import { seededRandom } from "./random.ts";
import { RenderError } from "./render-error.ts";
import { Text } from "./text.ts";
import { TextBuilder } from "./text-builder.ts";
import { BudgetError, FunctionError, type GoMap, type Value } from "./value.ts";

/** A template file of a chart or subchart. */
export interface TemplateFile {
  /** As helm names it: `CHART/templates/x.yaml`, `CHART/charts/SUB/templates/x.yaml`. */
  readonly name: string;
  /** Relative to the chart's folder, for places: `templates/x.yaml`, `charts/SUB/templates/x.yaml`. */
  readonly file: string;
  readonly text: string;
  /** `.Template.BasePath`: `CHART/templates`. */
  readonly basePath: string;
  /** The top-level dot (`.Values`, `.Release` …), one and the same for all files of a chart; the engine sets its `Template`. */
  readonly dot: GoMap;
}

export interface EngineOptions {
  /** Whose functions templates may call. */
  readonly helm: "3" | "4";
  readonly now: Date;
  readonly seed: string;
  /** The chart's size, with which grows what the render may use up; 0 unless given. */
  readonly bytes?: number;
  /** Only these files are run, the others can be included; all unless set. */
  readonly only?: ReadonlySet<string>;
  /** Templates parsed by earlier renders of the same chart, by their text; this render adds its own. */
  readonly parsed?: ParsedTemplates;
}

export type ParsedTemplates = Map<string, ParsedTemplate>;

/** helm stops where a name was included within itself this often. */
const mostNestedIncludes = 1000;

/** A name that is being included this often when the machine's stack ends is what ends it. */
const circledIncludes = 10;

const noVia: Via = Object.freeze([]);

/**
 * Renders templates as helm's engine does: name → text, partials left out, in helm's order.
 * Throws `RenderError`, and `BudgetError` where the chart asks for more than any chart may.
 */
export function renderEngine(files: readonly TemplateFile[], options: EngineOptions): Map<string, Text> {
  return new Engine(options).run(files);
}

/** Deeper paths first, and within a depth those that sort later: the last to be parsed win (helm's sortTemplates). */
function inHelmsOrder(files: readonly TemplateFile[]): TemplateFile[] {
  const depth = ({ name }: TemplateFile) => name.split("/").length;
  return [...files].sort((one, other) => depth(other) - depth(one) || compareBytes(other.name, one.name));
}

class Engine implements Render {
  readonly helm: "3" | "4";
  readonly now: Date;
  readonly budget: Budget;
  readonly functions: FunctionTable;
  readonly #seed: string;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #parsed: ParsedTemplates;
  readonly #streams = new Map<string, () => number>();
  /** How often each name is being included now, in the order in which they were first. */
  readonly #included = new Map<string, number>();

  constructor({ helm, now, seed, bytes, only, parsed }: EngineOptions) {
    this.#only = only;
    this.#parsed = parsed ?? new Map();
    this.helm = helm;
    this.now = now;
    this.budget = new Budget(bytes);
    this.functions = callableIn(helm);
    this.#seed = seed;
  }

  run(files: readonly TemplateFile[]): Map<string, Text> {
    const set = new TemplateSet();
    const ordered = inHelmsOrder(files);
    for (const { name, file, text } of ordered) this.#parse(set, name, { file, text });
    const rendered = new Map<string, Text>();
    for (const file of ordered) {
      if (/(^|\/)_[^/]*$/.test(file.name) || this.#only?.has(file.file) === false) continue;
      const template = set.get(file.name);
      if (template === undefined) continue;
      setTemplate(file);
      const text = this.#protected(template, () => this.#execute(set, template, file.dot, { via: noVia }));
      spendPrinted(this.budget, text.value);
      rendered.set(file.name, withoutNoValue(text));
    }
    return rendered;
  }

  #parse(set: TemplateSet, name: string, unit: Unit): Template {
    this.budget.spend(unit.text.length);
    try {
      const known = unit.given === undefined ? this.#parsed.get(unit.text) : undefined;
      const parsed = known ?? parseTemplate(unit.text, (one) => Object.hasOwn(this.functions, one));
      if (unit.given === undefined) this.#parsed.set(unit.text, parsed);
      return set.add(name, unit, parsed);
    } catch (error) {
      if (error instanceof ParseError)
        throw new RenderError("parse", error.saidOf(name), { file: unit.file, line: error.line });
      throw error;
    }
  }

  #execute(set: TemplateSet, template: Template, dot: Value, way: Way): Text {
    const execution = new Execution(this, set, template, dot, way);
    execution.run(dot);
    return execution.out.build();
  }

  /** A chart that calls itself deeper than the machine allows ends with an error like any other; one that asks for too much says in which file. */
  #protected(template: Template, run: () => Text): Text {
    try {
      return run();
    } catch (error) {
      if (error instanceof BudgetError) error.file ??= template.unit.file;
      if (!(error instanceof RangeError)) throw error;
      throw new RenderError("exec", "exceeded maximum template depth (100000)", { file: template.unit.file });
    }
  }

  include(execution: Execution, name: string, data: Value): Text {
    const template = execution.set.get(name);
    if (template === undefined) {
      throw new FunctionError(`template: no template ${quoted(name)} associated with template "gotpl"`);
    }
    const count = this.#included.get(name) ?? 0;
    if (count > mostNestedIncludes) throw nestedTooDeep(name);
    this.#included.set(name, count + 1);
    this.budget.enter();
    try {
      return this.#execute(execution.set, template, withoutInterface(data), execution.wayTo(template));
    } catch (error) {
      // Said where helm says it, at the include of that one: the stack may have ended at any other of the circle.
      const isNestedTooDeep = error instanceof RangeError && this.includedInCircle() === name;
      throw isNestedTooDeep ? nestedTooDeep(name) : error;
    } finally {
      if (count > 0) this.#included.set(name, count);
      else this.#included.delete(name);
      this.budget.leave();
    }
  }

  includedInCircle(): string | undefined {
    const [most] = [...this.#included].sort(([, one], [, other]) => other - one);
    return most !== undefined && most[1] > circledIncludes ? most[0] : undefined;
  }

  tpl(execution: Execution, text: Text, data: Value): Text {
    const { place } = execution;
    this.budget.spend(text.value.length);
    if (!text.value.includes("{{")) {
      const out = new TextBuilder();
      locate(out, text, place, execution.via);
      return withoutNoValue(out.build());
    }
    spendGiven(this.budget, text.value);
    const set = new TemplateSet(execution.set);
    const unit: Unit = { file: "gotpl", text: text.value, given: { text, place } };
    this.budget.enter();
    try {
      const template = this.#parse(set, unit.file, unit);
      return withoutNoValue(this.#execute(set, template, withoutInterface(data), { via: execution.via }));
    } catch (error) {
      if (error instanceof RenderError && error.kind === "parse") {
        throw new FunctionError(
          `cannot parse template ${quoted(text.value)}: template: gotpl:${error.line}: ${error.message}`,
        );
      }
      // Of texts in such texts, the outermost one is given in a file.
      const { unit: around } = execution.template;
      if (error instanceof RenderError && error.file === unit.file && around.given === undefined)
        error.calledAt ??= errorPlace(around, place.start);
      throw error;
    } finally {
      this.budget.leave();
    }
  }

  random(place: FilePlace): () => number {
    const key = `${this.#seed}\0${place.file}\0${place.start}`;
    const stream = this.#streams.get(key) ?? seededRandom(key);
    this.#streams.set(key, stream);
    return stream;
  }
}

function nestedTooDeep(name: string): FunctionError {
  return new FunctionError(`rendering template has a nested reference name: ${name}: unable to execute template`);
}

function quoted(text: string): string {
  return quoteText(new Text(text)).value;
}

/** `.Template` of the file that is about to run. */
function setTemplate({ name, basePath, dot }: TemplateFile): void {
  const { goType } = dot;
  const entry = (key: string, value: Value) => [key, { key: new Text(key), value }] as const;
  const entries = new Map([entry("Name", new Text(name)), entry("BasePath", new Text(basePath))]);
  dot.entries.set(...entry("Template", withValuesMethods({ kind: "map", entries, goType }, goType)));
}
