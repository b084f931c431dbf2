import { type Atom, type Atoms, anyKey, type Contents, type Key, none, OpenAtom, open, TextAtom } from "./atom.ts";

/** Templates that are not understood within this much work are not understood. */
const mostSteps = 1_000_000;
/** Values nested deeper are taken as read whole. */
const deepest = 14;
/** So many steps into values that templates work out one by one, as a loop over the parts of a name does. */
const mostFound = 3;
/** An expression that may be more than this is not told apart. */
const mostAtoms = 60;

/** The templates cannot be followed to the end. */
export class NotFollowed extends Error {
  override readonly name = "NotFollowed";
}

/** What mappings hold, and what is done with values; only ever grows, until nothing new comes. */
export class Heap {
  /** Counts what was added. */
  #size = 0;
  #steps = 0;
  /** What was looked at whole, and how much there was then. */
  readonly #used = new Map<Atom, number>();
  readonly #texts = new Map<string, TextAtom>();
  readonly #opens = new Map<string, OpenAtom>();

  /** Grows with whatever is added. */
  get size(): number {
    return this.#size;
  }

  /** A mapping, list or call that was not there before. */
  grow(): void {
    this.#size++;
  }

  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > mostSteps) throw new NotFollowed("the templates ask for too much work");
  }

  text(value: string): TextAtom {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const made = new TextAtom(value);
    this.#texts.set(value, made);
    return made;
  }

  /** A text that is put together from pieces, of which at most the beginning and the end are known. */
  partly(head: string, tail: string): Atom {
    const name = JSON.stringify([head, tail]);
    const known = this.#opens.get(name);
    if (known !== undefined) return known;
    const made = new OpenAtom(head, tail, true);
    this.#opens.set(name, made);
    return made;
  }

  add(to: Set<Atom>, atoms: Atoms): void {
    this.step(atoms.size);
    for (const atom of atoms) {
      if (to.has(atom)) continue;
      to.add(atom);
      this.grow();
    }
  }

  /** What stands under a key, or, for {@link anyKey}, under all. `isFound` says that the key was worked out. */
  field(atoms: Atoms, key: Key, isFound = false): Atoms {
    const found = new Set<Atom>();
    this.#field(atoms, key, isFound, found, new Set());
    if (found.size <= mostAtoms) return found;
    this.use(found);
    return open;
  }

  #field(atoms: Atoms, key: Key, isFound: boolean, found: Set<Atom>, seen: Set<Atom>): void {
    for (const atom of atoms) {
      this.step();
      if (seen.has(atom)) continue;
      seen.add(atom);
      if (atom.kind === "open") for (const one of open) found.add(one);
      if (atom.kind === "open" || atom.kind === "text") continue;
      if (atom.kind === "value") {
        if (atom.depth >= deepest || (isFound && atom.found >= mostFound)) {
          this.use(new Set([atom]));
          for (const one of open) found.add(one);
          continue;
        }
        found.add(atom.child(key, atom.found + (isFound ? 1 : 0)));
      }
      if (atom.kind === "context") {
        if (key === anyKey) this.use(new Set([atom]));
        if (key === "Values") found.add(atom.values);
        else if (key !== "Subcharts" && !atom.contents.entries.has(String(key))) for (const one of open) found.add(one);
      }
      const { entries, rest, mixed } = atom.contents;
      this.step(rest.size + (key === anyKey ? entries.size : 0));
      if (key === anyKey) for (const held of entries.values()) for (const one of held) found.add(one);
      else for (const one of entries.get(key) ?? none) found.add(one);
      for (const one of rest) found.add(one);
      this.#field(mixed, key, isFound, found, seen);
    }
  }

  /** Somebody asks whether there is anything. */
  touch(atoms: Atoms): void {
    for (const atom of atoms) {
      this.step();
      if (atom.kind !== "value") continue;
      atom.isTouched = true;
      for (const one of atom.contents.mixed) if (one.kind === "value") one.isTouched = true;
    }
  }

  /** Everything in it is looked at. */
  use(atoms: Atoms): void {
    const waiting = [...atoms];
    for (let atom = waiting.pop(); atom !== undefined; atom = waiting.pop()) {
      this.step();
      if (atom.kind === "open" || atom.kind === "text" || this.#used.get(atom) === this.#size) continue;
      this.#used.set(atom, this.#size);
      if (atom.kind === "value") {
        atom.isWhole = true;
        // What templates put somewhere below is used with it.
        for (const child of atom.children.values()) waiting.push(child);
        if (atom.any !== undefined) waiting.push(atom.any);
      }
      if (atom.kind === "context") waiting.push(atom.values, ...atom.subcharts.values());
      for (const one of held(atom.contents)) waiting.push(one);
    }
  }

  put(atoms: Atoms, keys: Atoms, values: Atoms): void {
    for (const atom of atoms) {
      this.step();
      if (atom.kind === "open" || atom.kind === "text") continue;
      for (const key of keys) {
        if (key.kind === "text") this.add(this.entry(atom.contents, key.value), values);
        else this.add(atom.contents.rest, values);
      }
    }
  }

  entry({ entries }: Contents, key: string): Set<Atom> {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const made = new Set<Atom>();
    entries.set(key, made);
    return made;
  }

  mix(into: Atoms, others: Atoms): void {
    for (const atom of into) {
      if (atom.kind === "open" || atom.kind === "text") continue;
      const apart = new Set(others);
      apart.delete(atom);
      this.add(atom.contents.mixed, apart);
    }
  }
}

function* held({ entries, rest, mixed }: Contents): Generator<Atom> {
  for (const atoms of entries.values()) yield* atoms;
  yield* rest;
  yield* mixed;
}
