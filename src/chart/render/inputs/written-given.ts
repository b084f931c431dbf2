import { type Given, type Scalar, type Sequence, type Source, sourceBelow, type Table } from "./given.ts";

/** Values nested deeper than this are refused: Go's JSON reader does too. */
const deepest = 2000;

/** A mapping as the reader of YAML or JSON gave it. */
type Read = Readonly<Record<string, unknown>>;

/**
 * What a reader of YAML or JSON gave, as values of a layer. A large file has hundreds of thousands of them and templates
 * look at few: a mapping or list is taken apart when it is first looked into.
 */
export function givenFrom(value: unknown, source: Source | undefined): Given {
  refuseTooDeep(value, 0);
  if (Array.isArray(value)) return new WrittenList(value, source, undefined);
  if (typeof value === "object" && value !== null) return new WrittenTable(value as Read, source, undefined, false);
  return new WrittenScalar(value, source, undefined);
}

function refuseTooDeep(value: unknown, depth: number): void {
  if (depth > deepest) throw new RangeError("the values are nested too deep");
  if (Array.isArray(value)) for (const item of value) refuseTooDeep(item, depth + 1);
  else if (typeof value === "object" && value !== null)
    for (const key of Object.keys(value)) refuseTooDeep((value as Read)[key], depth + 1);
}

/** A child of what was read: its source is made of its parent's and this step when somebody asks. */
function below(value: unknown, parent: Source | undefined, step: string | number, dropsNulls: boolean): Given {
  if (Array.isArray(value)) return new WrittenList(value, parent, step);
  if (typeof value === "object" && value !== null) return new WrittenTable(value as Read, parent, step, dropsNulls);
  return new WrittenScalar(value, parent, step);
}

function sourceAt(parent: Source | undefined, step: string | number | undefined): Source | undefined {
  return parent === undefined || step === undefined ? parent : sourceBelow(parent, step);
}

class WrittenScalar implements Scalar {
  readonly kind = "scalar";
  readonly value: Scalar["value"];
  readonly #parent: Source | undefined;
  readonly #step: string | number | undefined;

  constructor(value: unknown, parent: Source | undefined, step: string | number | undefined) {
    this.value = scalarOf(value);
    this.#parent = parent;
    this.#step = step;
  }

  get source(): Source | undefined {
    return sourceAt(this.#parent, this.#step);
  }
}

/** A list of what was read. Nobody changes one that was not looked into. */
export class WrittenList implements Sequence {
  readonly kind = "list";
  readonly #read: readonly unknown[];
  readonly #parent: Source | undefined;
  readonly #step: string | number | undefined;
  #items: Given[] | undefined;
  /** One for all items. */
  #source: Source | undefined;

  constructor(read: readonly unknown[], parent: Source | undefined, step: string | number | undefined) {
    this.#read = read;
    this.#parent = parent;
    this.#step = step;
  }

  get items(): Given[] {
    this.#items ??= this.#made();
    return this.#items;
  }

  get source(): Source | undefined {
    this.#source ??= sourceAt(this.#parent, this.#step);
    return this.#source;
  }

  /** The items for somebody who looks at them once: those that nobody holds are not held for him either. */
  get itemsOnce(): readonly Given[] {
    return this.#items ?? this.#made();
  }

  get length(): number {
    return this.#items?.length ?? this.#read.length;
  }

  item(index: number): Given | undefined {
    if (this.#items !== undefined) return this.#items[index];
    return index in this.#read ? below(this.#read[index], this.source, index, false) : undefined;
  }

  /** One of its own of the same, unless somebody looked into it, and so may have changed it. */
  copy(): WrittenList | undefined {
    return this.#items === undefined ? new WrittenList(this.#read, this.#parent, this.#step) : undefined;
  }

  #made(): Given[] {
    const { source } = this;
    return this.#read.map((item, index) => below(item, source, index, false));
  }
}

/** A mapping of what was read. Nobody changes one that was not looked into. */
export class WrittenTable implements Table {
  readonly kind = "table";
  readonly #read: Read;
  readonly #parent: Source | undefined;
  readonly #step: string | number | undefined;
  /** Whether the nulls in it, and in the mappings that it holds, are left out. */
  #dropsNulls: boolean;
  #entries: Map<string, Given> | undefined;

  constructor(read: Read, parent: Source | undefined, step: string | number | undefined, dropsNulls: boolean) {
    this.#read = read;
    this.#parent = parent;
    this.#step = step;
    this.#dropsNulls = dropsNulls;
  }

  get entries(): Map<string, Given> {
    this.#entries ??= new Map(this.#made());
    return this.#entries;
  }

  get source(): Source | undefined {
    return sourceAt(this.#parent, this.#step);
  }

  /** The entries for somebody who looks at them once: those that nobody holds are not held for him either. */
  get entriesOnce(): Iterable<readonly [string, Given]> {
    return this.#entries ?? this.#made();
  }

  entry(key: string): Given | undefined {
    if (this.#entries !== undefined) return this.#entries.get(key);
    if (!Object.hasOwn(this.#read, key) || this.#isDropped(this.#read[key])) return undefined;
    return below(this.#read[key], this.source, key, this.#dropsNulls);
  }

  get isEmpty(): boolean {
    if (this.#entries !== undefined) return this.#entries.size === 0;
    return Object.keys(this.#read).every((key) => this.#isDropped(this.#read[key]));
  }

  /** One of its own of the same, unless somebody looked into it, and so may have changed it. */
  copy(): WrittenTable | undefined {
    return this.#entries === undefined
      ? new WrittenTable(this.#read, this.#parent, this.#step, this.#dropsNulls)
      : undefined;
  }

  /** Leaves the nulls out when it is looked into; false where it was already. */
  dropNulls(): boolean {
    if (this.#entries !== undefined) return false;
    this.#dropsNulls = true;
    return true;
  }

  #isDropped(value: unknown): boolean {
    return this.#dropsNulls && scalarOf(value) === null && (typeof value !== "object" || value === null);
  }

  *#made(): Generator<[string, Given]> {
    const { source } = this;
    for (const key of Object.keys(this.#read)) {
      const value = this.#read[key];
      if (!this.#isDropped(value)) yield [key, below(value, source, key, this.#dropsNulls)];
    }
  }
}

function scalarOf(value: unknown): Scalar["value"] {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
