/** Characters of a chart's file, as UTF-16 offsets into its text; `end` is exclusive. */
export interface FilePlace {
  /** Relative to the chart's folder: `templates/a.yaml`, `charts/sub/templates/_h.tpl`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The including actions under which something ran, outermost first; shared between all that ran under them. */
export type Via = readonly FilePlace[];

/** A value as the user wrote it, once per leaf and per key: whoever reads the values interns these. */
export interface ValueRef {
  /** Keys and indices as seen from the chart that is rendered: `["db", "auth", "password"]`. */
  readonly path: readonly (string | number)[];
}

/**
 * Where something came from. `place` is literal text of a template, or the action that printed it; `values` are the
 * values whose text is in it. What chose a branch, counted a loop or lost to another is no origin.
 */
export interface Origin {
  readonly place?: FilePlace;
  /** Whether the characters are those at `place`, one by one; else the whole is what the action at `place` printed. */
  readonly isLiteral?: boolean;
  readonly via?: Via;
  readonly values?: readonly ValueRef[];
  /** Made by a random function: its characters differ from render to render. */
  readonly isRandom?: boolean;
}

/** The same, of characters that are not those at its place: the whole is what was made of them. */
export function notLiteral(origin: Origin): Origin {
  const { place, via, values, isRandom } = origin;
  const isValue = place === undefined && via === undefined && isRandom === undefined;
  // A value, nearly all there is, without a copy of whatever it may hold: V8 gives each of those a shape of its own.
  return isValue && values !== undefined ? { values, isLiteral: false } : { ...origin, isLiteral: false };
}
