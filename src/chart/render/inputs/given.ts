/** Where a layer writes a value. */
export interface LayerPlace {
  readonly file: string;
  /** Counts from 1; of the key, or of the list's item. */
  readonly line: number;
  /** The helm flag that gave the value, such as `--set a=1`. */
  readonly flag?: string;
}

/** A key in a values file: lines and columns count from 1, the end is exclusive, columns count UTF-16 units. */
export interface KeyRange {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One of the texts that values are put together from: a chart's values.yaml, a file given with `-f`, a `--set` flag. */
export interface ValuesLayer {
  /** The chart whose values it holds, as its folder below the root chart; "" for the root chart and all that a user gives. */
  readonly chart: string;
  readonly root: Table;
  /** Undefined where the layer writes nothing at this path. */
  placeAt(path: readonly (string | number)[]): LayerPlace | undefined;
  /** Where the key at a path stands, in a layer that is a file; undefined where nothing does. */
  keyRange?(path: readonly (string | number)[]): KeyRange | undefined;
  /** Whether a YAML anchor stands at or below a path: what is there may be meant for where it is used again. */
  isShared?(path: readonly (string | number)[]): boolean;
}

/** Where a value was written: a layer, and the steps to the value in it. */
export interface Source {
  readonly layer: ValuesLayer;
  readonly parent: Source | undefined;
  readonly step: string | number;
}

export interface Scalar {
  readonly kind: "scalar";
  /** A number is a float64, a bigint an int64. */
  readonly value: null | boolean | number | bigint | string;
  readonly source: Source | undefined;
}

export interface Sequence {
  readonly kind: "list";
  readonly items: Given[];
  readonly source: Source | undefined;
}

/** A mapping. Shared and changed in place as Go's maps are, because what helm makes of values depends on that. */
export interface Table {
  readonly kind: "table";
  readonly entries: Map<string, Given>;
  readonly source: Source | undefined;
}

/** A value as it was given: Go's `interface{}` with the place it comes from. */
export type Given = Scalar | Sequence | Table;

export function newTable(source?: Source): Table {
  return { kind: "table", entries: new Map(), source };
}

export function isNull(value: Given | undefined): boolean {
  return value?.kind === "scalar" && value.value === null;
}

/** The source of a child of the value at `parent`; the root of a layer has the step `""`. */
export function sourceBelow(parent: Source, name: string | number): Source {
  return { layer: parent.layer, parent, step: name };
}

export function rootSource(layer: ValuesLayer): Source {
  return { layer, parent: undefined, step: "" };
}

/** The steps from the layer's root. */
export function sourcePath(source: Source): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Source = source; at.parent !== undefined; at = at.parent) path.push(at.step);
  return path.reverse();
}
