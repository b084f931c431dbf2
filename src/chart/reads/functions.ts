import { type Atom, type Atoms, anyKey, type MadeAtom, none, open, textsOf, union } from "./atom.ts";
import type { Heap } from "./heap.ts";

/** A call of a function in a template. */
export interface Call {
  readonly heap: Heap;
  /** With what is piped in as the last. */
  readonly args: readonly Atoms[];
  /** The mapping or list that this call makes. */
  readonly made: () => MadeAtom;
}

type Model = (call: Call) => Atoms;

/** What is known of functions that hand on what they are given, whole or in part; all others look at everything. */
const models: Readonly<Record<string, Model>> = {
  default: oneOf,
  coalesce: oneOf,
  and: oneOf,
  or: oneOf,
  required: ({ heap, args }) => {
    heap.touch(args[1] ?? none);
    return args[1] ?? none;
  },
  ternary: ({ heap, args: [yes = none, no = none, condition = none] }) => {
    heap.use(condition);
    return union(yes, no);
  },
  deepCopy: ({ args }) => args[0] ?? none,
  not: asked,
  empty: asked,
  kindOf: asked,
  typeOf: asked,
  kindIs: asked,
  typeIs: asked,
  typeIsLike: asked,
  dict: ({ heap, args, made }) => {
    const dict = new Set<Atom>([made()]);
    for (let at = 0; at < args.length; at += 2) heap.put(dict, args[at] ?? none, args[at + 1] ?? none);
    return dict;
  },
  list: listed,
  tuple: listed,
  append: added,
  push: added,
  prepend: added,
  concat: ({ args }) => union(...args),
  first: element,
  last: element,
  initial: ({ args }) => args[0] ?? none,
  rest: ({ args }) => args[0] ?? none,
  reverse: ({ args }) => args[0] ?? none,
  slice: ({ args }) => args[0] ?? none,
  compact: compared,
  uniq: compared,
  get: ({ heap, args: [map = none, key = none] }) => reached(heap, map, key),
  index: ({ heap, args: [first = none, ...keys] }) => keys.reduce<Atoms>((at, key) => reached(heap, at, key), first),
  hasKey: ({ heap, args: [map = none, key = none] }) => {
    heap.touch(reached(heap, map, key));
    return open;
  },
  dig: ({ heap, args }) => {
    const path = args.slice(0, -2);
    const end = path.reduce<Atoms>((at, key) => reached(heap, at, key), args.at(-1) ?? none);
    return union(end, args.at(-2) ?? none);
  },
  pluck: ({ heap, args: [key = none, ...maps], made }) => {
    const list = made();
    for (const map of maps) heap.add(list.contents.rest, reached(heap, map, key));
    return new Set([list]);
  },
  keys: ({ heap, args }) => {
    for (const map of args) heap.touch(heap.field(map, anyKey));
    return open;
  },
  values: ({ heap, args, made }) => {
    const list = made();
    for (const map of args) heap.add(list.contents.rest, heap.field(map, anyKey));
    return new Set([list]);
  },
  set: ({ heap, args: [map = none, key = none, value = none] }) => {
    heap.put(map, key, value);
    heap.use(key);
    return map;
  },
  unset: kept,
  omit: kept,
  pick: kept,
  merge: merged,
  mergeOverwrite: merged,
  cat: built,
  join: built,
  println: built,
  regexReplaceAll: built,
  regexReplaceAllLiteral: built,
  replace: built,
  print: ({ heap, args }) => {
    for (const arg of args) heap.use(arg);
    return new Set([heap.partly(only(args[0]), only(args.at(-1)))]);
  },
  printf: ({ heap, args }) => {
    for (const arg of args) heap.use(arg);
    const format = only(args[0]);
    if (format === "") return new Set([heap.partly("", "")]);
    const [head = "", ...verbs] = format.split("%");
    if (verbs.length === 0) return new Set([heap.text(format)]);
    const tail = (verbs.at(-1) ?? "").replace(/^[^A-Za-z]*[A-Za-z]/, "");
    return new Set([heap.partly(head, tail === "" ? only(args.at(-1)) : tail)]);
  },
  splitList: ({ heap, args: [separator, text = none], made }) => {
    heap.use(text);
    const apart = only(separator);
    const texts = textsOf(text);
    if (apart === "" || texts.length !== text.size) return open;
    const list = made();
    heap.add(list.contents.rest, new Set(texts.flatMap((one) => one.split(apart).map((part) => heap.text(part)))));
    return new Set([list]);
  },
  // Typed by hand: TypeScript takes it for what every object has.
  toString: ({ heap, args }: Call) => {
    for (const arg of args) heap.use(arg);
    return args[0] ?? none;
  },
};

/** What a call may give, and what it does with its arguments. */
export function callModel(name: string, call: Call): Atoms {
  const plain = /^must[A-Z]/.test(name) ? name.charAt(4).toLowerCase() + name.slice(5) : name;
  const model = Object.hasOwn(models, plain) ? models[plain] : undefined;
  if (model !== undefined) return model(call);
  for (const arg of call.args) call.heap.use(arg);
  return open;
}

function oneOf({ heap, args }: Call): Atoms {
  for (const arg of args) heap.touch(arg);
  return union(...args);
}

function asked({ heap, args }: Call): Atoms {
  for (const arg of args) heap.touch(arg);
  return open;
}

function listed({ heap, args, made }: Call): Atoms {
  const list = made();
  for (const arg of args) heap.add(list.contents.rest, arg);
  return new Set([list]);
}

function added({ heap, args: [list = none, item = none], made }: Call): Atoms {
  const longer = made();
  heap.add(longer.contents.rest, item);
  return union(list, new Set([longer]));
}

function element({ heap, args }: Call): Atoms {
  return heap.field(args[0] ?? none, anyKey);
}

function built({ heap, args }: Call): Atoms {
  for (const arg of args) heap.use(arg);
  return new Set([heap.partly("", "")]);
}

function compared({ heap, args }: Call): Atoms {
  heap.use(args[0] ?? none);
  return args[0] ?? none;
}

function kept({ heap, args: [map = none, ...keys] }: Call): Atoms {
  for (const key of keys) heap.use(key);
  return map;
}

function merged({ heap, args: [into = none, ...others] }: Call): Atoms {
  for (const other of others) heap.mix(into, other);
  return union(into, ...others);
}

/** What stands under keys that the template works out. */
function reached(heap: Heap, map: Atoms, key: Atoms): Atoms {
  heap.use(key);
  const texts = textsOf(key);
  if (texts.length < key.size) return heap.field(map, anyKey, true);
  return union(...texts.map((text) => heap.field(map, text, texts.length > 1)));
}

/** Its text where it can be but one. */
function only(atoms: Atoms | undefined): string {
  const [first, ...others] = atoms ?? none;
  return first?.kind === "text" && others.length === 0 ? first.value : "";
}
