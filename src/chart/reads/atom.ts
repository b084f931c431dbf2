/** What stands for each key of a mapping and each item of a list. */
export const anyKey = Symbol("any key");
export type Key = string | typeof anyKey;

/** What templates put into a mapping or list, over all branches and in any order. */
export class Contents {
  readonly entries = new Map<string, Set<Atom>>();
  /** Items, and what stands under keys that are not known. */
  readonly rest = new Set<Atom>();
  /** Other mappings that are merged into it. */
  readonly mixed = new Set<Atom>();
}

/** A place in the values as seen from the chart that is rendered, and what the templates do with what stands there. */
export class ValueAtom {
  readonly kind = "value";
  readonly children = new Map<string, ValueAtom>();
  any: ValueAtom | undefined;
  /** Somebody asks whether it is there, or prints it as it is. */
  isTouched = false;
  /** It leaves with all that is in it: printed, handed to a function that may look anywhere. */
  isWhole = false;
  readonly contents = new Contents();
  readonly depth: number;
  /** How many steps to it were worked out by the templates. */
  readonly found: number;

  constructor(depth = 0, found = 0) {
    this.depth = depth;
    this.found = found;
  }

  child(key: Key, found = this.found): ValueAtom {
    const known = key === anyKey ? this.any : this.children.get(key);
    if (known !== undefined) return known;
    const made = new ValueAtom(this.depth + 1, found);
    if (key === anyKey) this.any = made;
    else this.children.set(key, made);
    return made;
  }

  /** Whether templates read it, or anything in it. */
  get isRead(): boolean {
    return this.isTouched || this.isWhole || this.children.size > 0 || this.any !== undefined;
  }
}

/** The dot that a chart's templates start with. */
export class ContextAtom {
  readonly kind = "context";
  readonly values: ValueAtom;
  readonly subcharts = new Map<string, ContextAtom>();
  readonly contents = new Contents();

  constructor(values: ValueAtom) {
    this.values = values;
  }
}

/** A mapping or list that a template makes; one for each action that does. */
export class MadeAtom {
  readonly kind = "made";
  readonly contents = new Contents();
}

/** A text that is written in a template. */
export class TextAtom {
  readonly kind = "text";
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** Anything else: its text is not known, but perhaps how it begins and ends. */
export class OpenAtom {
  readonly kind = "open";
  readonly head: string;
  readonly tail: string;
  /** Whether a template put it together from pieces. */
  readonly isBuilt: boolean;

  constructor(head = "", tail = "", isBuilt = false) {
    this.head = head;
    this.tail = tail;
    this.isBuilt = isBuilt;
  }
}

export type Atom = ValueAtom | ContextAtom | MadeAtom | TextAtom | OpenAtom;

/** All that an expression may be. */
export type Atoms = ReadonlySet<Atom>;

export const open: Atoms = new Set([new OpenAtom()]);
export const none: Atoms = new Set();

export function union(...sets: readonly Atoms[]): Atoms {
  const [first, ...others] = sets.filter(({ size }) => size > 0);
  if (first === undefined) return none;
  if (others.length === 0) return first;
  const all = new Set(first);
  for (const set of others) for (const atom of set) all.add(atom);
  return all;
}

/** The texts that it may be, as far as they are written in templates. */
export function textsOf(atoms: Atoms): string[] {
  return [...atoms].flatMap((atom) => (atom.kind === "text" ? [atom.value] : []));
}
