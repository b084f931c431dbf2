/** Occurrences of a name that are looked at; more are no configuration. */
const most = 200;

/**
 * The whole number that a text gives a setting, whatever its form: a line of YAML or of properties, a flow mapping, JSON, a flag on a command line
 * (`--name=3`, `--override name=3`). Comments do not count, and neither does what stands
 * below a key of YAML or JSON that `notBelow` fits. Undefined where none is written.
 */
export function writtenValue(text: string, name: string, notBelow?: RegExp): number | undefined {
  let at = text.indexOf(name);
  for (let seen = 0; at !== -1 && seen < most; at = text.indexOf(name, at + name.length), seen++) {
    const before = text.slice(Math.max(0, at - 3), at);
    if (!/(?:^|[\s{,"'])-{0,2}$/.test(before) || isComment(text, at)) continue;
    const value = /^["']?[ \t]{0,20}[=:][ \t]{0,20}["']?(\d{1,3})(?![\w.])/.exec(
      text.slice(at + name.length, at + name.length + 60),
    );
    if (value?.[1] === undefined) continue;
    if (notBelow === undefined || !keysAbove(text, at).some((key) => notBelow.test(key))) return Number(value[1]);
  }
  return undefined;
}

/** Whether a comment of the line begins before the place. */
export function isComment(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 400), at);
  return /(?:^|\s)(?:#|\/\/|--\s)|^\s*!/.test(line);
}

/** Lines, characters and open braces that are looked at above a place. */
const mostLines = 2000;
const mostCharacters = 20_000;
const mostBraces = 50;

/** The keys that a place stands below: by braces, and outside JSON by indentation too. */
function keysAbove(text: string, at: number): readonly string[] {
  const inFlow = keysByBraces(text, at);
  return /^\s*\{/.test(text.slice(0, 200)) ? inFlow : [...inFlow, ...keysByIndentation(text, at)];
}

function keysByIndentation(text: string, at: number): readonly string[] {
  const lines = text.slice(Math.max(0, at - 20 * mostLines), at).split("\n");
  const keys: string[] = [];
  let indent = indentOf(lines.pop() ?? "");
  for (let seen = 0; seen < mostLines && indent > 0; seen++) {
    const line = lines.pop();
    if (line === undefined) break;
    const key = /^[ ]{0,200}(?:- {1,8})?["']?([\w.-]{1,80})["']?:/.exec(line)?.[1];
    if (key === undefined || indentOf(line) >= indent) continue;
    keys.push(key);
    indent = indentOf(line);
  }
  return keys;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function keysByBraces(text: string, at: number): readonly string[] {
  const keys: string[] = [];
  let closed = 0;
  let open = 0;
  for (let place = at - 1; open < mostBraces && place >= Math.max(0, at - mostCharacters); place--) {
    const character = text.charAt(place);
    if (character === "}") closed++;
    if (character !== "{") continue;
    if (closed > 0) closed--;
    else {
      open++;
      const key = /(?:^|[\s{,"'])([\w.-]{1,80})["']?[ \t]{0,8}:\s{0,20}$/.exec(
        text.slice(Math.max(0, place - 120), place),
      )?.[1];
      if (key !== undefined) keys.push(key);
    }
  }
  return keys;
}
