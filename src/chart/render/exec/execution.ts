import { type Budget, costOfStep } from "../budget.ts";
import type { FunctionTable } from "../functions/registry.ts";
import type { FilePlace, Via } from "../origin.ts";
import type { ActionNode, BranchNode, Node, Operand, TemplateNode, TextNode } from "../parse/syntax.ts";
import { printValue } from "../print/format.ts";
import { isTrue } from "../print/truth.ts";
import { RenderError } from "../render-error.ts";
import type { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";
import { nil, type Value } from "../value.ts";
import { evaluateOperand, evaluatePipe } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { locate } from "./locate.ts";
import { elementsOf, holdsAny } from "./range-elements.ts";
import { Repeated } from "./repeated.ts";
import { errorPlace, type Template, type TemplateSet } from "./template-set.ts";
import { Variables } from "./variables.ts";

/** What all executions of one render share. */
export interface Render {
  readonly helm: "3" | "4";
  readonly now: Date;
  readonly budget: Budget;
  readonly functions: FunctionTable;
  /** Runs a named template of a set for `include`. */
  include(execution: Execution, name: string, data: Value): Text;
  /**
   * Where the machine's stack ended before a limit of helm's: the name that would have come to helm's limit of includes first,
   * wherever in the circle the stack ended. None where no name is included again and again.
   */
  includedInCircle(): string | undefined;
  tpl(execution: Execution, text: Text, data: Value): Text;
  random(place: FilePlace): () => number;
}

/** The includes on the way to a template at work, and, where that is gone again and again, what is known of it. */
export interface Way {
  readonly via: Via;
  readonly repeated?: Repeated;
}

/** How a list of nodes ended. */
type Flow = "on" | "break" | "continue";

/** One template at work: its variables, its place among the actions that called it, and where its text goes. */
export class Execution implements Evaluation {
  readonly render: Render;
  readonly set: TemplateSet;
  readonly template: Template;
  readonly variables: Variables;
  readonly #via: Via;
  readonly out: TextBuilder;
  /** In a loop, or under one. */
  #repeated: Repeated | undefined;
  isElementDot = false;
  /** The action that runs now. */
  #node: { readonly start: number; readonly end: number } = { start: 0, end: 0 };

  constructor(
    render: Render,
    set: TemplateSet,
    template: Template,
    dot: Value,
    { via, repeated }: Way,
    out = new TextBuilder(),
  ) {
    this.render = render;
    this.set = set;
    this.template = template;
    this.variables = new Variables(dot);
    this.#via = via;
    this.#repeated = repeated;
    this.out = out;
  }

  get functions(): FunctionTable {
    return this.render.functions;
  }

  get helm(): "3" | "4" {
    return this.render.helm;
  }

  get now(): Date {
    return this.render.now;
  }

  /** The action that runs now; of a text given to tpl, where that is written in a file, or else the action that gave it. */
  get place(): FilePlace {
    const { unit } = this.template;
    if (this.#repeated !== undefined) return this.#repeated.place(this.#node);
    const { start, end } = this.#node;
    if (unit.given === undefined) return { file: unit.file, start, end };
    return placeIn(unit.given.text, start, end) ?? unit.given.place;
  }

  /** The including actions on the way to what runs now. */
  get via(): Via {
    const { given } = this.template.unit;
    if (given === undefined || placeIn(given.text, this.#node.start, this.#node.end) === undefined) return this.#via;
    return given.text.originAt(this.#node.start)?.via ?? Object.freeze([...this.#via, given.place]);
  }

  /** The way to a template that is called by the action that runs now. */
  wayTo(template: Template): Way {
    if (this.#repeated === undefined) return { via: Object.freeze([...this.via, this.place]) };
    if (template.unit.given !== undefined) return { via: this.#repeated.within(this.#node) };
    const repeated = this.#repeated.below(this.#node, template);
    return { via: repeated.via, repeated };
  }

  spend(units: number): void {
    this.render.budget.spend(units);
  }

  checkText(text: Text): void {
    this.render.budget.check(text);
  }

  random(): () => number {
    return this.render.random(this.place);
  }

  include(name: string, data: Value): Text {
    return this.render.include(this, name, data);
  }

  tpl(text: Text, data: Value): Text {
    return this.render.tpl(this, text, data);
  }

  fail(at: number, message: string): RenderError {
    return new RenderError("exec", message, errorPlace(this.template.unit, at));
  }

  operand(operand: Operand, dot: Value): Value {
    return evaluateOperand(this, operand, dot);
  }

  run(dot: Value): void {
    this.#walk(this.template.body, dot);
  }

  #walk(nodes: readonly Node[], dot: Value): Flow {
    for (const node of nodes) {
      this.render.budget.spend(costOfStep);
      switch (node.kind) {
        case "text":
          this.#text(node);
          break;
        case "action":
          this.#action(node, dot);
          break;
        case "template":
          this.#template(node, dot);
          break;
        case "break":
        case "continue":
          return node.kind;
        default: {
          const flow = node.kind === "range" ? this.#range(node, dot) : this.#choose(node, dot);
          if (flow !== "on") return flow;
        }
      }
    }
    return "on";
  }

  #text(node: TextNode): void {
    const { unit } = this.template;
    const { start, end } = node;
    this.spend(end - start);
    const { given } = unit;
    if (given !== undefined) locate(this.out, given.text.slice(start, end), given.place, this.#via);
    else if (this.#repeated !== undefined) this.out.addText(this.#repeated.text(node));
    else {
      const place = { file: unit.file, start, end };
      this.out.add(unit.text.slice(start, end), { place, isLiteral: true, via: this.#via });
    }
  }

  #action(node: ActionNode, dot: Value): void {
    this.#node = node;
    const value = evaluatePipe(this, node.pipe, dot);
    if (node.pipe.variables.length > 0) return;
    if (value.kind === "func") throw this.fail(node.pipe.at, `can't print function of type ${value.goType}`);
    const text = printValue(value);
    this.spend(text.value.length);
    this.#node = node;
    locate(this.out, text, this.place, this.via, this.#repeated?.printed(node));
  }

  #choose(node: BranchNode, dot: Value): Flow {
    this.#node = node;
    const { mark } = this.variables;
    const value = evaluatePipe(this, node.pipe, dot);
    let flow: Flow = "on";
    const { isElementDot } = this;
    if (isTrue(value)) {
      if (node.kind === "with") this.isElementDot = false;
      flow = this.#walk(node.body, node.kind === "with" ? value : dot);
      this.isElementDot = isElementDot;
    } else if (node.otherwise !== undefined) flow = this.#walk(node.otherwise, dot);
    this.variables.pop(mark);
    return flow;
  }

  #range(node: BranchNode, dot: Value): Flow {
    this.#node = node;
    const { mark } = this.variables;
    const value = evaluatePipe(this, node.pipe, dot);
    const inner = this.variables.mark;
    if (this.template.unit.given === undefined) this.#repeated ??= new Repeated(this.template, this.#via);
    let rounds = 0;
    let flow: Flow = "on";
    const { isElementDot } = this;
    this.isElementDot = holdsAny(value);
    for (const [index, element] of elementsOf(this, node.pipe, value)) {
      rounds++;
      this.spend(costOfStep);
      this.#setRangeVariables(node, index, element);
      flow = this.#walk(node.body, element);
      this.variables.pop(inner);
      if (flow === "break") break;
    }
    this.isElementDot = isElementDot;
    flow = "on";
    if (rounds === 0 && node.otherwise !== undefined) flow = this.#walk(node.otherwise, dot);
    this.variables.pop(mark);
    return flow;
  }

  #setRangeVariables({ pipe }: BranchNode, index: Value, element: Value): void {
    const { variables: names, assigns } = pipe;
    const [first, second] = names;
    if (first === undefined) return;
    if (!assigns) {
      this.variables.setTop(1, element, this.isElementDot);
      if (second !== undefined) this.variables.setTop(2, index);
      return;
    }
    this.assign(first, second === undefined ? element : index, pipe.at);
    if (second !== undefined) this.assign(second, element, pipe.at);
  }

  assign(name: string, value: Value, at: number): void {
    if (!this.variables.assign(name, value)) throw this.fail(at, `undefined variable: ${name}`);
  }

  #template(node: TemplateNode, dot: Value): void {
    this.#node = node;
    const template = this.set.get(node.name);
    if (template === undefined) throw this.fail(node.at, `template ${JSON.stringify(node.name)} not defined`);
    const data = node.pipe === undefined ? nil : evaluatePipe(this, node.pipe, dot);
    this.#node = node;
    this.render.budget.enter();
    const way = this.wayTo(template);
    try {
      new Execution(this.render, this.set, template, data, way, this.out).run(data);
    } catch (error) {
      // The machine's stack ends long before Go's own limit, which is 100,000 deep; each include counts anew.
      if (!(error instanceof RangeError) || this.render.includedInCircle() !== undefined) throw error;
      throw this.fail(node.at, "exceeded maximum template depth (100000)");
    }
    this.render.budget.leave();
  }
}

/** Where characters of a text stand in a file one by one; undefined where they were computed, or put together. */
function placeIn(text: Text, start: number, end: number): FilePlace | undefined {
  const first = text.originAt(start);
  const last = text.originAt(end - 1);
  if (first?.isLiteral !== true || last?.isLiteral !== true) return undefined;
  if (first.place === undefined || last.place === undefined || first.place.file !== last.place.file) return undefined;
  const length = last.place.end - first.place.start;
  return length === end - start ? { file: first.place.file, start: first.place.start, end: last.place.end } : undefined;
}
