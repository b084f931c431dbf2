/** Where a value stands in a text, and where the values inside it do. Offsets are UTF-16 units from the text's start. */
export interface Place {
  start: number;
  /** Exclusive. */
  end: number;
  /** Of a mapping: by key, in order; of equal keys the one whose value counts. */
  entries?: Map<string, Entry>;
  /** Of a sequence. */
  items?: Place[];
}

export interface Entry {
  readonly keyStart: number;
  readonly keyEnd: number;
  value: Place;
}

/** A key that stands twice in one mapping, with the range of each. */
export interface Duplicate {
  readonly path: (string | number)[];
  readonly first: { readonly start: number; readonly end: number };
  readonly again: { readonly start: number; readonly end: number };
}
