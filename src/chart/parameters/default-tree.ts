/** Values to be added to a values file: by key, more below it, or the default as YAML writes it on one line. */
export type DefaultTree = Map<string, DefaultTree | string>;

/** A value that a chart gets: its path in its own values file, and the default as YAML writes it on one line. */
export interface NewDefault {
  /** Relative to the root chart's folder. */
  readonly file: string;
  readonly path: readonly string[];
  readonly text: string;
}

/** Undefined where two of them cannot both be there: one name for two things, or a default where others lie below. */
export function treeOf(defaults: readonly NewDefault[]): DefaultTree | undefined {
  const root: DefaultTree = new Map();
  for (const { path, text } of defaults) {
    let at = root;
    for (const step of path.slice(0, -1)) {
      const below = at.get(step) ?? new Map();
      if (typeof below === "string") return undefined;
      at.set(step, below);
      at = below;
    }
    const last = path.at(-1) ?? "";
    const held = at.get(last);
    if (held !== undefined && held !== text) return undefined;
    at.set(last, text);
  }
  return root;
}

/** As a mapping in block style, a line each. */
export function blockLines(tree: DefaultTree, pad: string, step: string): string[] {
  return [...tree].flatMap(([key, below]) =>
    typeof below === "string" ? [`${pad}${key}: ${below}`] : [`${pad}${key}:`, ...blockLines(below, pad + step, step)],
  );
}

/** The entries of a mapping in flow style, without its braces; as JSON writes them where `isJson`. */
export function flowEntries(tree: DefaultTree, isJson: boolean): string[] {
  return [...tree].map(([key, below]) => {
    const name = isJson ? JSON.stringify(key) : key;
    if (typeof below !== "string") return `${name}: { ${flowEntries(below, isJson).join(", ")} }`;
    const isPlain = isJson && !/^(?:["{[]|-?\d+(?:\.\d+)?$|true$|false$|null$)/.test(below);
    return `${name}: ${isPlain ? JSON.stringify(below) : below}`;
  });
}
