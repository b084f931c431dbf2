import type { CharacterClass } from "./character-class.ts";
import type { Edge, Syntax } from "./syntax.ts";

/** One step of a machine; `next` is where it goes on. */
export type Instruction =
  | { readonly do: "character"; readonly code: number; next: number }
  | { readonly do: "class"; readonly characters: CharacterClass; next: number }
  | { readonly do: "edge"; readonly edge: Edge; next: number }
  /** Tries `next` first. */
  | { readonly do: "fork"; next: number; other: number }
  | { readonly do: "save"; readonly slot: number; next: number }
  | { readonly do: "match" };

/** What a pattern is compiled to. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly start: number;
  /** Whether it matches nowhere but at the beginning of the text. */
  readonly isAnchored: boolean;
  /** Text that every match begins with. */
  readonly prefix: string;
}

/** Compiles backwards: each part knows where to go on, so that nothing has to be patched but loops. */
export function compileProgram(syntax: Syntax): Program {
  const compiler = new Compiler();
  const start = compiler.part(syntax, compiler.add({ do: "match" }));
  const instructions = compiler.instructions;
  return { instructions, start, ...beginning(instructions, start) };
}

class Compiler {
  readonly instructions: Instruction[] = [];

  add(instruction: Instruction): number {
    return this.instructions.push(instruction) - 1;
  }

  /** @returns where the part begins. */
  part(syntax: Syntax, next: number): number {
    switch (syntax.kind) {
      case "empty":
        return next;
      case "character":
        return this.add({ do: "character", code: syntax.code, next });
      case "class":
        return this.add({ do: "class", characters: syntax.characters, next });
      case "edge":
        return this.add({ do: "edge", edge: syntax.edge, next });
      case "capture": {
        const end = this.add({ do: "save", slot: syntax.index * 2 + 1, next });
        return this.add({ do: "save", slot: syntax.index * 2, next: this.part(syntax.body, end) });
      }
      case "sequence": {
        let at = next;
        for (let index = syntax.parts.length - 1; index >= 0; index--)
          at = this.part(syntax.parts[index] as Syntax, at);
        return at;
      }
      case "choice": {
        let at = -1;
        for (let index = syntax.parts.length - 1; index >= 0; index--) {
          const branch = this.part(syntax.parts[index] as Syntax, next);
          at = at < 0 ? branch : this.add({ do: "fork", next: branch, other: at });
        }
        return at;
      }
      case "repeat":
        return this.#repeat(syntax, next);
    }
  }

  #repeat(syntax: Extract<Syntax, { kind: "repeat" }>, next: number): number {
    const { body, isLazy } = syntax;
    const { least, most } = syntax.times;
    let at = next;
    let required = least;
    if (most === undefined) {
      if (least === 0)
        at = canBeEmpty(body)
          ? this.#optional(this.#loop(body, isLazy, next), next, isLazy)
          : this.#star(body, isLazy, next);
      else {
        at = this.#loop(body, isLazy, next);
        required--;
      }
    } else for (let copies = least; copies < most; copies++) at = this.#optional(this.part(body, at), next, isLazy);
    for (let copies = 0; copies < required; copies++) at = this.part(body, at);
    return at;
  }

  #optional(body: number, otherwise: number, isLazy: boolean): number {
    return this.add({ do: "fork", next: isLazy ? otherwise : body, other: isLazy ? body : otherwise });
  }

  /** Nothing or more of what is never empty. */
  #star(body: Syntax, isLazy: boolean, next: number): number {
    const fork = this.add({ do: "fork", next, other: next });
    this.#aim(fork, this.part(body, fork), isLazy);
    return fork;
  }

  /** One or more. */
  #loop(body: Syntax, isLazy: boolean, next: number): number {
    const fork = this.add({ do: "fork", next, other: next });
    const start = this.part(body, fork);
    this.#aim(fork, start, isLazy);
    return start;
  }

  #aim(fork: number, body: number, isLazy: boolean): void {
    const instruction = this.instructions[fork];
    if (instruction?.do !== "fork") return;
    if (isLazy) instruction.other = body;
    else instruction.next = body;
  }
}

function canBeEmpty(syntax: Syntax): boolean {
  switch (syntax.kind) {
    case "character":
    case "class":
      return false;
    case "capture":
      return canBeEmpty(syntax.body);
    case "repeat":
      return syntax.times.least === 0 || canBeEmpty(syntax.body);
    case "sequence":
      return syntax.parts.every(canBeEmpty);
    case "choice":
      return syntax.parts.some(canBeEmpty);
    default:
      return true;
  }
}

function beginning(instructions: readonly Instruction[], start: number): Pick<Program, "isAnchored" | "prefix"> {
  let prefix = "";
  for (let at = start; ; ) {
    const instruction = instructions[at];
    if (instruction?.do === "save") at = instruction.next;
    else if (instruction?.do === "character") {
      prefix += String.fromCodePoint(instruction.code);
      at = instruction.next;
    } else {
      const isAnchored = prefix === "" && instruction?.do === "edge" && instruction.edge === "beginText";
      return { isAnchored, prefix };
    }
  }
}
