import type { FilePlace, Origin, Via } from "../origin.ts";
import { Text } from "../text.ts";
import type { Template } from "./template-set.ts";

/** A node of a template, or what else of it stands for one. */
interface At {
  readonly start: number;
  readonly end: number;
}

/**
 * Where what a template prints in a loop comes from, made once for all rounds: a loop may print hundreds of thousands of
 * texts, all of them from the same places by the same includes.
 */
export class Repeated {
  readonly via: Via;
  readonly #template: Template;
  readonly #places = new Map<At, FilePlace>();
  readonly #printed = new Map<At, Origin>();
  readonly #texts = new Map<At, Text>();
  readonly #within = new Map<At, Via>();
  readonly #below = new Map<At, Map<Template, Repeated>>();

  constructor(template: Template, via: Via) {
    this.#template = template;
    this.via = via;
  }

  place(node: At): FilePlace {
    return known(this.#places, node, () => ({ file: this.#template.unit.file, start: node.start, end: node.end }));
  }

  /** Where the characters come from that an action prints and no value holds. */
  printed(node: At): Origin {
    return known(this.#printed, node, () => ({ place: this.place(node), via: this.via }));
  }

  /** What a template writes out. */
  text(node: At): Text {
    return known(this.#texts, node, () =>
      Text.from(this.#template.unit.text.slice(node.start, node.end), {
        place: this.place(node),
        isLiteral: true,
        via: this.via,
      }),
    );
  }

  /** The includes on the way to what an action includes. */
  within(node: At): Via {
    return known(this.#within, node, () => Object.freeze([...this.via, this.place(node)]));
  }

  /** The same for a template that an action includes. */
  below(node: At, template: Template): Repeated {
    const others = known(this.#below, node, () => new Map<Template, Repeated>());
    return known(others, template, () => new Repeated(template, this.within(node)));
  }
}

function known<Key, Made>(all: Map<Key, Made>, key: Key, make: () => Made): Made {
  const held = all.get(key);
  if (held !== undefined) return held;
  const made = make();
  all.set(key, made);
  return made;
}
