import { callableIn } from "../render/callable.ts";
import { operandsOf } from "../render/parse/operands.ts";
import { parseTemplate } from "../render/parse/parse.ts";
import { type Node, type ParsedTemplate, ParseError } from "../render/parse/syntax.ts";

/** The named templates of a chart and of its subcharts; of those with one name all, whichever wins. */
export class Templates {
  readonly #isFunction: (name: string) => boolean;
  readonly #bodies = new Map<string, (readonly Node[])[]>();
  readonly #parsed = new Map<string, ParsedTemplate | undefined>();
  /** Texts in the templates that hold actions themselves, or pieces of some. */
  readonly texts = new Set<string>();

  constructor(helm: "3" | "4") {
    const functions = callableIn(helm);
    this.#isFunction = (name) => Object.hasOwn(functions, name);
  }

  /** Undefined for what helm cannot read. */
  parse(text: string): ParsedTemplate | undefined {
    if (!this.#parsed.has(text)) {
      let parsed: ParsedTemplate | undefined;
      try {
        parsed = parseTemplate(text, this.#isFunction);
        for (const body of [parsed.body, ...parsed.defines.map((define) => define.body)]) this.#note(body);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
      }
      this.#parsed.set(text, parsed);
    }
    return this.#parsed.get(text);
  }

  /** Adds a text under a name, and all that it defines. */
  add(name: string | undefined, parsed: ParsedTemplate): void {
    if (name !== undefined) this.#add(name, parsed.body);
    for (const define of parsed.defines) this.#add(define.name, define.body);
  }

  #add(name: string, body: readonly Node[]): void {
    const known = this.#bodies.get(name);
    if (known === undefined) this.#bodies.set(name, [body]);
    else if (!known.includes(body)) known.push(body);
  }

  /** How many names there are. */
  get size(): number {
    return this.#bodies.size;
  }

  named(name: string): readonly (readonly Node[])[] {
    return this.#bodies.get(name) ?? [];
  }

  /** Those whose names begin and end so. */
  *like(head: string, tail: string): Generator<readonly Node[]> {
    for (const [name, bodies] of this.#bodies) {
      if (name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)) yield* bodies;
    }
  }

  #note(nodes: readonly Node[]): void {
    for (const operand of operandsOf(nodes))
      if (operand.kind === "text" && /\{\{|\.Values/.test(operand.value)) this.texts.add(operand.value);
  }
}

/** The chains of fields in a template: `.Values.a.b` is `["Values", "a", "b"]`. */
export function* fieldsIn(nodes: readonly Node[]): Generator<readonly string[]> {
  for (const operand of operandsOf(nodes)) if ("fields" in operand) yield operand.fields;
}
