import type { BranchNode, Command, Node, Operand, Pipe } from "../render/parse/syntax.ts";
import { type Atom, type Atoms, anyKey, MadeAtom, none, open, textsOf } from "./atom.ts";
import { callModel } from "./functions.ts";
import type { Heap } from "./heap.ts";
import type { Templates } from "./templates.ts";

/** What `.Values` has beside its keys. */
const valuesMethods: ReadonlySet<string> = new Set(["AsMap", "YAML", "Table", "PathValue"]);

/** A template that is called with more than so many things is followed for all further ones together. */
const mostCalls = 24;

/** A template with what it is called with. */
class Unit {
  readonly body: readonly Node[];
  readonly dot: Atoms;
  /** What each variable may be, by the pipeline that declares it. */
  readonly variables = new Map<Pipe, Set<Atom>[]>();

  constructor(body: readonly Node[], dot: Atoms) {
    this.body = body;
    this.dot = dot;
  }
}

/** A variable that an action can see. */
interface Visible {
  readonly name: string;
  readonly atoms: Set<Atom>;
  readonly next: Visible | undefined;
}

/**
 * Runs templates without values: every branch, every loop once, variables and mappings as all that they may be. It goes
 * on until nothing new comes, and what was reached then stands in the values' own tree.
 */
export class Walk {
  readonly #heap: Heap;
  readonly #templates: Templates;
  readonly #units: Unit[] = [];
  readonly #calls = new Map<readonly Node[], { readonly apart: Set<Atom>; readonly together: Set<Atom> }>();
  readonly #made = new Map<object, MadeAtom>();
  /** What `tpl` is called with, and the texts that it may be given. */
  readonly #contexts = new Set<Atom>();
  readonly #texts = new Set<string>();
  /** Whether `tpl` is given texts that templates put together, and whether there is a piece that names values. */
  #isBuilt = false;
  #hasPieces = false;

  constructor(heap: Heap, templates: Templates) {
    this.#heap = heap;
    this.#templates = templates;
  }

  /** Something that `tpl` may be given, whole or as a piece of a text that a template puts together. */
  mayRender(text: string): void {
    if (text.includes("{{")) this.#texts.add(text);
    else if (text.includes(".Values")) this.#hasPieces = true;
  }

  isCalled(body: readonly Node[]): boolean {
    return this.#calls.has(body);
  }

  start(body: readonly Node[], dot: Atom): void {
    const calls = this.#calls.get(body) ?? { apart: new Set(), together: new Set() };
    this.#calls.set(body, calls);
    const { apart, together } = calls;
    if (apart.has(dot) || together.has(dot)) return;
    this.#heap.grow();
    if (apart.size < mostCalls) {
      apart.add(dot);
      this.#units.push(new Unit(body, new Set([dot])));
      return;
    }
    if (together.size === 0) this.#units.push(new Unit(body, together));
    together.add(dot);
  }

  /** @throws {NotFollowed} where that is too much work. */
  run(): void {
    for (let before = -1; before !== this.#heap.size; ) {
      before = this.#heap.size;
      // Units are added while it runs.
      for (const unit of this.#units) new Frame(this, this.#heap, unit).run();
      this.#renderTexts();
    }
  }

  #renderTexts(): void {
    if (this.#contexts.size === 0) return;
    for (const text of this.#templates.texts) this.mayRender(text);
    // Nobody knows what comes of the pieces.
    if (this.#isBuilt && this.#hasPieces) this.#heap.use(this.#contexts);
    for (const text of this.#texts) {
      const parsed = this.#templates.parse(text);
      if (parsed === undefined) {
        // What cannot be read may name any value.
        if (text.includes(".Values")) this.#heap.use(this.#contexts);
        continue;
      }
      this.#templates.add(undefined, parsed);
      if (this.#calls.has(parsed.body)) continue;
      // Which text meets which context is not known: each may meet all of them.
      this.#calls.set(parsed.body, { apart: new Set(), together: this.#contexts });
      this.#units.push(new Unit(parsed.body, this.#contexts));
      this.#heap.grow();
    }
  }

  include(names: Atoms, dot: Atoms): void {
    this.#heap.use(names);
    for (const name of names) {
      const bodies = this.#bodiesOf(name);
      if (bodies.length === 0) this.#heap.use(dot);
      const dots = dot.size === 0 ? open : dot;
      this.#heap.step(1 + bodies.length * dots.size);
      for (const body of bodies) for (const one of dots) this.start(body, one);
    }
  }

  /** A name that stands in the values, or that a template works out, may be any name. */
  #bodiesOf(name: Atom): readonly (readonly Node[])[] {
    if (name.kind === "text") return this.#templates.named(name.value);
    this.#heap.step(this.#templates.size);
    return [...(name.kind === "open" ? this.#templates.like(name.head, name.tail) : this.#templates.like("", ""))];
  }

  render(text: Atoms, dot: Atoms): void {
    for (const one of textsOf(text)) this.mayRender(one);
    if ([...text].some((one) => one.kind === "open" && one.isBuilt)) this.#isBuilt = true;
    this.#heap.use(text);
    this.#heap.add(this.#contexts, dot);
  }

  /** The mapping or list that an action makes. */
  made(action: object): MadeAtom {
    const known = this.#made.get(action);
    if (known !== undefined) return known;
    const made = new MadeAtom();
    this.#made.set(action, made);
    return made;
  }
}

/** One run through a unit. */
class Frame {
  readonly #walk: Walk;
  readonly #heap: Heap;
  readonly #unit: Unit;
  #visible: Visible | undefined;

  constructor(walk: Walk, heap: Heap, unit: Unit) {
    this.#walk = walk;
    this.#heap = heap;
    this.#unit = unit;
  }

  run(): void {
    this.#body(this.#unit.body, this.#unit.dot);
  }

  #body(nodes: readonly Node[], dot: Atoms): void {
    const outer = this.#visible;
    for (const node of nodes) this.#node(node, dot);
    this.#visible = outer;
  }

  #node(node: Node, dot: Atoms): void {
    this.#heap.step();
    switch (node.kind) {
      case "action": {
        const value = this.#pipe(node.pipe, dot);
        if (node.pipe.variables.length === 0) this.#heap.use(value);
        return;
      }
      case "template":
        this.#walk.include(
          new Set([this.#heap.text(node.name)]),
          node.pipe === undefined ? none : this.#pipe(node.pipe, dot),
        );
        return;
      case "if":
      case "with":
      case "range":
        this.#branch(node, dot);
    }
  }

  #branch(node: BranchNode, dot: Atoms): void {
    const outer = this.#visible;
    const isRange = node.kind === "range";
    const value = this.#pipe(node.pipe, dot, isRange);
    this.#heap.touch(value);
    let inner = dot;
    if (node.kind === "with") inner = value;
    if (isRange) {
      inner = this.#heap.field(value, anyKey);
      this.#heap.touch(inner);
      const [first, second] = node.pipe.variables;
      if (first !== undefined) this.#set(node.pipe, 0, second === undefined ? inner : open);
      if (second !== undefined) this.#set(node.pipe, 1, inner);
    }
    this.#body(node.body, inner);
    this.#body(node.otherwise ?? [], dot);
    this.#visible = outer;
  }

  /** A loop sets its variables itself. */
  #pipe(pipe: Pipe, dot: Atoms, isLoop = false): Atoms {
    let value: Atoms | undefined;
    for (const command of pipe.commands) value = this.#command(command, dot, value);
    const result = value ?? none;
    if (!isLoop) for (const index of pipe.variables.keys()) this.#set(pipe, index, result);
    return result;
  }

  #set(pipe: Pipe, index: number, value: Atoms): void {
    const name = pipe.variables[index] ?? "";
    if (pipe.assigns) {
      const atoms = this.#variable(name);
      if (atoms !== undefined) this.#heap.add(atoms, value);
      return;
    }
    const all = this.#unit.variables.get(pipe) ?? [];
    this.#unit.variables.set(pipe, all);
    const atoms = all[index] ?? new Set();
    all[index] = atoms;
    this.#heap.add(atoms, value);
    this.#visible = { name, atoms, next: this.#visible };
  }

  #variable(name: string): Set<Atom> | undefined {
    for (let at = this.#visible; at !== undefined; at = at.next) if (at.name === name) return at.atoms;
    return undefined;
  }

  #command(command: Command, dot: Atoms, piped: Atoms | undefined): Atoms {
    this.#heap.step();
    const { first, rest } = command;
    const args = (): Atoms[] => [
      ...rest.map((operand) => this.#operand(operand, dot)),
      ...(piped === undefined ? [] : [piped]),
    ];
    if (first.kind === "function") return this.#call(first.name, args(), command);
    const value = this.#operand(first, dot);
    if (rest.length === 0 && piped === undefined) return value;
    // A method: what it looks at is not known.
    this.#heap.use(value);
    for (const arg of args()) this.#heap.use(arg);
    return open;
  }

  #operand(operand: Operand, dot: Atoms): Atoms {
    switch (operand.kind) {
      case "dot":
        return dot;
      case "text":
        return new Set([this.#heap.text(operand.value)]);
      case "field":
        return this.#chain(dot, operand.fields);
      case "variable":
        return this.#chain(
          operand.name === "$" ? this.#unit.dot : (this.#variable(operand.name) ?? open),
          operand.fields,
        );
      case "function":
        return this.#call(operand.name, [], operand);
      case "pipe":
        return this.#pipe(operand.pipe, dot);
      case "chain":
        return this.#chain(this.#operand(operand.operand, dot), operand.fields);
      default:
        return open;
    }
  }

  #chain(from: Atoms, fields: readonly string[]): Atoms {
    let value = from;
    for (const name of fields) {
      if (valuesMethods.has(name)) this.#heap.use(value);
      value = this.#heap.field(value, name);
    }
    return value;
  }

  #call(name: string, args: readonly Atoms[], action: object): Atoms {
    if (name === "include") {
      this.#walk.include(args[0] ?? none, args[1] ?? none);
      return open;
    }
    if (name === "tpl") {
      this.#walk.render(args[0] ?? none, args[1] ?? none);
      return open;
    }
    return callModel(name, { heap: this.#heap, args, made: () => this.#walk.made(action) });
  }
}
