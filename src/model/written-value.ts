/** Occurrences of a name that are looked at; more are no configuration. */
const most = 200;

/**
 * The whole number that a text gives a setting, whatever its form: a line of YAML or of properties, a flow mapping, JSON, a flag on a command line
 * (`--name=3`, `--override name=3`). Comments do not count. Undefined where none is written.
 */
export function writtenValue(text: string, name: string): number | undefined {
  let at = text.indexOf(name);
  for (let seen = 0; at !== -1 && seen < most; at = text.indexOf(name, at + name.length), seen++) {
    const before = text.slice(Math.max(0, at - 3), at);
    if (!/(?:^|[\s{,"'])-{0,2}$/.test(before) || isComment(text, at)) continue;
    const value = /^["']?[ \t]{0,20}[=:][ \t]{0,20}["']?(\d{1,3})(?![\w.])/.exec(
      text.slice(at + name.length, at + name.length + 60),
    );
    if (value?.[1] !== undefined) return Number(value[1]);
  }
  return undefined;
}

/** Whether a comment of the line begins before the place. */
function isComment(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 400), at);
  return /(?:^|\s)(?:#|\/\/|--\s)|^\s*!/.test(line);
}
