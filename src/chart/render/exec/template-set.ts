import { byteLength } from "../bytes.ts";
import type { FilePlace } from "../origin.ts";
import { isEmptyBody } from "../parse/parse.ts";
import type { Node, ParsedTemplate } from "../parse/syntax.ts";
import type { RenderErrorPlace } from "../render-error.ts";
import type { Text } from "../text.ts";

/** A text that was parsed: a chart's file, or what was given to tpl. */
export interface Unit {
  /** The file relative to the chart's folder; `gotpl` for tpl. */
  readonly file: string;
  readonly text: string;
  /** Of a text given to tpl: itself with its origins, and the action that gave it. */
  readonly given?: { readonly text: Text; readonly place: FilePlace };
}

/** A named template. */
export interface Template {
  readonly name: string;
  readonly unit: Unit;
  readonly body: readonly Node[];
}

/** Templates by name. A set that tpl made sees those around it, and what it defines stays its own. */
export class TemplateSet {
  readonly #own = new Map<string, Template>();
  readonly #around: TemplateSet | undefined;

  constructor(around?: TemplateSet) {
    this.#around = around;
  }

  get(name: string): Template | undefined {
    for (let set: TemplateSet | undefined = this; set !== undefined; set = set.#around) {
      const found = set.#own.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Adds a parsed text under its own name with all it defines; gives the template of that name in it. */
  add(name: string, unit: Unit, parsed: ParsedTemplate): Template {
    for (const define of parsed.defines) this.#set({ name: define.name, unit, body: define.body });
    const whole = { name, unit, body: parsed.body };
    const hasOther = parsed.defines.some((define) => define.name === name);
    if (!hasOther || !isEmptyBody(unit.text, parsed.body)) this.#set(whole);
    return whole;
  }

  /** The last definition wins, but an empty one does not replace another. */
  #set(template: Template): void {
    if (isEmptyBody(template.unit.text, template.body) && this.get(template.name) !== undefined) return;
    this.#own.set(template.name, template);
  }
}

/** Line from 1 and column in bytes from 0 of an offset. */
export function errorPlace(unit: Unit, at: number): RenderErrorPlace {
  const before = unit.text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let found = before.indexOf("\n"); found >= 0; found = before.indexOf("\n", found + 1)) line++;
  return { file: unit.file, line, column: byteLength(before.slice(lineStart)) };
}
