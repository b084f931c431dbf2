import type { Chart } from "../chart.ts";
import type { ActionNode, BranchNode, Node, Pipe, TemplateNode, TextNode } from "../render/parse/syntax.ts";
import { readTemplate } from "../template.ts";
import { entriesOf } from "../values.ts";
import { defaultOf, field } from "./access.ts";
import type { Frame, TemplateReader } from "./application.ts";
import { contentOf } from "./content.ts";
import { describe } from "./describe.ts";
import { evaluatePipe } from "./expression.ts";
import { casesWithout, contradict, guardsOf, implied, truthOf } from "./guard.ts";
import { print } from "./print.ts";
import { sizeUpTo, type Work } from "./size.ts";
import { emptyText, sequence } from "./text.ts";
import type { Text } from "./value.ts";
import {
  anyKey,
  call,
  constant,
  type Guards,
  nothing,
  opaque,
  type Place,
  type Value,
  type ValuePath,
} from "./value.ts";
import { Variables } from "./variables.ts";

/** Bounds of one reading: nodes walked, named templates inside each other, rounds of one loop. */
const mostSteps = 150_000;
const deepestCall = 40;
const deepestNesting = 200;
const mostRounds = 24;
/** Nodes of one value, and of the text of one template: only what doubles at each step has more. */
const mostValueNodes = 20_000;
const mostTextNodes = 100_000;
const tooMuch = "the chart asks for more work than its probes are worth";

const always: Guards = [];

/**
 * Reads templates without rendering them: gives the text they print in every case, with what decides about each piece
 * and where it is written. What cannot be followed is an opaque value.
 */
export class Interpreter implements TemplateReader {
  readonly chart: Chart;
  /** Paths of values that some template changes by `set`: what is below them depends on the order of the templates. */
  readonly changed: ValuePath[] = [];
  readonly #work: Work;
  #steps = 0;
  #nesting = 0;

  /** `work` is what all templates of the chart share. */
  constructor(chart: Chart, work: Work) {
    this.chart = chart;
    this.#work = work;
  }

  bounded(value: Value): Value {
    const size = sizeUpTo(mostValueNodes, value);
    this.#work.spend(size);
    return size >= mostValueNodes || this.#work.isUsedUp ? opaque(tooMuch) : value;
  }

  get isUsedUp(): boolean {
    return this.#work.isUsedUp;
  }

  /** The text of a template file, rendered as helm does it: with the root object of its chart. */
  file(path: string, scope: number): Text {
    const template = this.chart.template(path);
    if (template === undefined || template.isUnreadable) return this.#unclear("the template cannot be read", path);
    const { text, body } = template;
    return this.#body(body, this.#root({ kind: "context", scope, added: [] }, path, text, [], 0));
  }

  named(name: string, dot: Value, frame: Frame, place: Place): Text {
    const define = this.chart.define(name);
    if (define === undefined)
      return { kind: "hole", value: opaque(`there is no template named ${name}`), style: "plain", place };
    if (frame.depth >= deepestCall)
      return { kind: "hole", value: opaque("templates call each other too deep"), style: "plain", place };
    const { file, text: source, body } = define;
    const text = this.#body(body, this.#root(dot, file, source, frame.guards, frame.depth + 1));
    return { kind: "call", place, writes: body.some((node) => writes(node, source)), text };
  }

  string(source: string, dot: Value, frame: Frame, place: Place): Text {
    const template = readTemplate(source);
    if (template.isUnreadable || frame.depth >= deepestCall) {
      return { kind: "hole", value: opaque("this string cannot be read as a template"), style: "plain", place };
    }
    return this.#body(template.body, {
      ...this.#root(dot, frame.file, source, frame.guards, frame.depth + 1),
      at: frame.at ?? place,
    });
  }

  change(target: Value): void {
    for (const path of contentOf(target).paths) this.changed.push(path);
  }

  nameOf(value: Value): string {
    return describe(value);
  }

  #unclear(reason: string, file: string): Text {
    return { kind: "hole", value: opaque(reason), style: "plain", place: { file, start: 0, end: 0 } };
  }

  #root(dot: Value, file: string, source: string, guards: Guards, depth: number): Frame {
    const variables = new Variables();
    variables.declare("$", dot, guards);
    return { dot, variables, guards, file, source, depth };
  }

  #body(nodes: readonly Node[], frame: Frame): Text {
    if (this.#nesting >= deepestNesting) return this.#unclear("the templates are nested too deep", frame.file);
    this.#nesting++;
    const text = this.#nodes(nodes, frame);
    this.#nesting--;
    const size = sizeUpTo(mostTextNodes, text);
    this.#work.spend(size);
    return size >= mostTextNodes || this.isUsedUp ? this.#unclear(tooMuch, frame.file) : text;
  }

  #nodes(nodes: readonly Node[], frame: Frame): Text {
    const parts: Text[] = [];
    for (const node of nodes) {
      if (++this.#steps > mostSteps || this.isUsedUp) {
        if (this.#steps === mostSteps + 1) parts.push(this.#unclear("the chart's templates are too large", frame.file));
        break;
      }
      parts.push(this.#node(node, frame));
    }
    return sequence(parts);
  }

  #node(node: Node, frame: Frame): Text {
    const place = frame.at ?? { file: frame.file, start: node.start, end: node.end };
    switch (node.kind) {
      case "text":
        return { kind: "literal", text: textOf(node, frame.source), place, printed: frame.at !== undefined };
      case "action":
        return this.#action(node, frame, place);
      case "template":
        return this.named(node.name, this.#argument(node, frame, place), frame, place);
      case "range":
        return this.#range(node, frame, place);
      case "if":
      case "with":
        return this.#branch(node, frame, place);
      case "break":
      case "continue":
        return emptyText;
    }
  }

  #argument(node: TemplateNode, frame: Frame, place: Place): Value {
    return node.pipe === undefined ? nothing : evaluatePipe(this, node.pipe, frame, place);
  }

  #action(node: ActionNode, frame: Frame, place: Place): Text {
    const value = evaluatePipe(this, node.pipe, frame, place);
    // Each option of a choice is printed by itself, as often as it is asked for.
    if (node.pipe.variables.length === 0) return print(value.kind === "choice" ? this.bounded(value) : value, place);
    this.#bind(node.pipe, [value], frame.variables, frame.guards);
    return emptyText;
  }

  #branch(node: BranchNode, frame: Frame, place: Place): Text {
    const variables = new Variables(frame.variables);
    const inner = { ...frame, variables };
    const condition = evaluatePipe(this, node.pipe, inner, place);
    this.#bind(node.pipe, [condition], variables, frame.guards);
    const dot = node.kind === "with" ? condition : frame.dot;
    const truth = truthOf(condition);
    if (truth === true) return this.#body(node.body, { ...inner, dot });
    const otherwise = node.otherwise ?? [];
    if (truth === false) return this.#body(otherwise, inner);
    const holding = guardsOf(condition, true);
    const failing = guardsOf(condition, false);
    if (holding.every((one) => implied(one, frame.guards))) return this.#body(node.body, { ...inner, dot });
    const options: { guards: Guards; text: Text }[] = [];
    const add = (guards: Guards, body: readonly Node[], at: Frame) => {
      if (contradict(guards, frame.guards)) return;
      const within = { ...at, variables: new Variables(variables), guards: [...frame.guards, ...guards] };
      options.push({ guards, text: this.#body(body, within) });
    };
    add(holding, node.body, { ...inner, dot });
    add(failing, otherwise, inner);
    return { kind: "alternatives", options };
  }

  #range(node: BranchNode, frame: Frame, place: Place): Text {
    const over = evaluatePipe(this, node.pipe, frame, place);
    const rounds = this.#rounds(over);
    const otherwise = node.otherwise ?? [];
    if (rounds.length === 0) return this.#body(otherwise, { ...frame, variables: new Variables(frame.variables) });
    const parts = rounds.map(({ key, item, guards }) => {
      const variables = new Variables(frame.variables);
      const within = [...frame.guards, ...guards];
      const names = node.pipe.variables;
      this.#bind(node.pipe, names.length === 2 ? [key, item] : [item], variables, within);
      return { guards, text: this.#body(node.body, { ...frame, dot: item, variables, guards: within }) };
    });
    const first = rounds[0]?.guards ?? [];
    if (!rounds.every((one) => one.guards === first))
      return sequence(parts.map(({ guards, text }) => conditional(guards, text, emptyText)));
    const all = sequence(parts.map((one) => one.text));
    const rest =
      otherwise.length === 0
        ? emptyText
        : this.#body(otherwise, { ...frame, variables: new Variables(frame.variables) });
    return conditional(first, all, rest);
  }

  /** Gives a pipeline's variables their values. */
  #bind(pipe: Pipe, values: readonly Value[], variables: Variables, guards: Guards): void {
    pipe.variables.forEach((name, index) => {
      const value = values[index] ?? nothing;
      // Each assignment under a condition holds what was there before, for some conditions several times.
      if (pipe.assigns) variables.assign(name, value, guards, (choice) => this.bounded(choice));
      else variables.declare(name, value, guards);
    });
  }

  /**
   * What a loop goes through. For a value these are the items that values.yaml lists, and one that stands for whatever
   * else a user may put there.
   */
  #rounds(over: Value): { key: Value; item: Value; guards: Guards }[] {
    if (over.kind === "list" && over.parts.every((one) => one.kind === "item") && over.parts.length <= mostRounds) {
      return over.parts.map((one, index) => ({
        key: constant(index),
        item: one.value,
        guards: one.guards.length === 0 ? always : one.guards,
      }));
    }
    if (over.kind === "map" && over.parts.length <= mostRounds) {
      return over.parts.flatMap((one) =>
        one.kind === "entry"
          ? [{ key: one.key, item: one.value, guards: one.guards.length === 0 ? always : one.guards }]
          : this.#rounds(one.value).map((round) => ({ ...round, guards: [...one.guards, ...round.guards] })),
      );
    }
    if (over.kind === "constant" && !(typeof over.value === "number" && over.value > 0)) return [];
    if (over.kind === "constant" && typeof over.value === "number" && over.value <= mostRounds) {
      return Array.from({ length: over.value }, (_, index) => ({
        key: constant(index),
        item: constant(index),
        guards: always,
      }));
    }
    const some = guardsOf(over, true);
    const keys = new Set<string | number>();
    for (const source of over.kind === "merged" ? over.layers : [over]) {
      for (const [key] of entriesOf(defaultOf(this.chart, source)).slice(0, mostRounds)) keys.add(key);
    }
    const rounds = [...keys].map((key) => ({ key: constant(key), item: field(this.chart, over, key), guards: some }));
    const any = over.kind === "values" || over.kind === "merged" ? field(this.chart, over, anyKey) : call("item", over);
    return [...rounds, { key: call("key", over), item: any, guards: some }];
  }
}

/** `text` where the guards hold, `rest` where not. */
function conditional(guards: Guards, text: Text, rest: Text): Text {
  if (guards.length === 0) return text;
  return {
    kind: "alternatives",
    options: [{ guards, text }, ...casesWithout(guards).map((one) => ({ guards: one, text: rest }))],
  };
}

/** Whether a template's body has literal text of its own, beside white space. */
function writes(node: Node, source: string): boolean {
  if (node.kind === "text") return textOf(node, source).trim() !== "";
  return node.kind === "if" || node.kind === "with" || node.kind === "range"
    ? [...node.body, ...(node.otherwise ?? [])].some((one) => writes(one, source))
    : false;
}

function textOf({ start, end }: TextNode, source: string): string {
  return source.slice(start, end);
}
