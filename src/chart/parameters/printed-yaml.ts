/** No setting of a set is nested deeper. */
const deepest = 8;

/** Whether `written`, all behind a key and its colon, is what toYaml prints of a mapping of plain scalars, so indented. */
export function isPrintedSo(node: unknown, written: string, indent: number): boolean {
  const lines = linesOf(node, indent);
  return lines !== undefined && written.replaceAll("\r\n", "\n") === lines.map((line) => `\n${line}`).join("");
}

/** Undefined where a list, an empty mapping or a scalar that YAML may quote stands in it. */
function linesOf(node: unknown, indent: number, depth = 0): readonly string[] | undefined {
  if (depth > deepest || typeof node !== "object" || node === null || Array.isArray(node)) return undefined;
  const lines: string[] = [];
  for (const [key, child] of Object.entries(node).sort(([one], [other]) => (one < other ? -1 : 1))) {
    const name = `${" ".repeat(indent)}${key}:`;
    if (typeof child !== "object" && /^[A-Za-z0-9][\w.%-]*$/.test(String(child))) lines.push(`${name} ${child}`);
    else {
      const below = linesOf(child, indent + 2, depth + 1);
      if (below === undefined || below.length === 0) return undefined;
      lines.push(name, ...below);
    }
  }
  return lines;
}
