import type { RootName } from "./root-dot.ts";

/** How a template reads a value of its chart. */
export function expressionOf(root: RootName, path: readonly string[]): string {
  const values = root === "." ? ".Values" : "$.Values";
  if (path.every((step) => /^[A-Za-z_]\w*$/.test(step))) return [values, ...path].join(".");
  return `index ${values} ${path.map((step) => JSON.stringify(step)).join(" ")}`;
}

/** The same as one word of a pipeline. */
export function operandOf(expression: string): string {
  return expression.startsWith("index ") ? `(${expression})` : expression;
}

/** What a template prints for a scalar that stands there as `written`, in its quotes; undefined for one that is not plain. */
export function printingOf(expression: string, written: string): string | undefined {
  if (/^[A-Za-z0-9][\w.+-]*$/.test(written)) return `{{ ${expression} }}`;
  const quoted = /^(["'])[\w.+/ -]*\1$/.exec(written);
  if (quoted === null) return undefined;
  return `{{ ${expression} | ${quoted[1] === '"' ? "quote" : "squote"} }}`;
}

/**
 * Lines that print an entry only where its value is set, so that without it nothing changes; `pad` is the indentation of
 * the entry. A list of keys is a way down to it.
 */
export function guardedEntry(
  expression: string,
  keys: readonly string[],
  kind: "scalar" | "number" | "mapping",
  pad: string,
): readonly string[] {
  const last = keys.length - 1;
  // 0 is a number like any other, and `with` would pass over it.
  const isCounted = kind === "number";
  const own = isCounted ? expression : ".";
  const lines = keys.map((key, index) => {
    const indent = pad + "  ".repeat(index);
    if (index < last) return `${indent}${key}:`;
    return kind === "mapping"
      ? `${indent}${key}: {{- toYaml . | nindent ${indent.length + 2} }}`
      : `${indent}${key}: {{ ${own} }}`;
  });
  const opening = isCounted ? `if ne (toString ${operandOf(expression)}) ""` : `with ${expression}`;
  return [`${pad}{{- ${opening} }}`, ...lines, `${pad}{{- end }}`];
}

/** Lines that print the entries of a mapping in the values beside those that are there. */
export function guardedEntries(expression: string, pad: string): readonly string[] {
  return [`${pad}{{- with ${expression} }}`, `${pad}{{- toYaml . | nindent ${pad.length} }}`, `${pad}{{- end }}`];
}
