/**
 * The template that a document's `# Source:` comment names, as Helm writes it: a path in a chart, in a comment ahead
 * of everything else. Undefined where there is none.
 */
export function readSource(text: string): string | undefined {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const code = text.charCodeAt(start);
    const separator = code === 0x2d && text.startsWith("---", start);
    if (code !== 0x23 && code !== 0x0a && code !== 0x0d && !separator) return undefined;
    if (code === 0x23) {
      const match = /^# Source: (\S+)\s*$/.exec(text.slice(start, Math.min(end, start + 2000)));
      const path = match?.[1];
      if (path !== undefined && /.\/./.test(path) && !path.includes("://")) return path;
    }
    start = end + 1;
  }
  return undefined;
}
