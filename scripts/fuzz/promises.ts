/** A range of a file. */
interface Range {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function same(one: string, other: string, complaint: string): void {
  if (one !== other) throw new Error(`${complaint}\n${firstDifference(one, other)}`);
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one.charAt(at) === other.charAt(at)) at++;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `${around(one)}\n${around(other)}`;
}

/** Holds a range to lie in its file's text and to go forward; a file whose text is not known is `undefined`. */
export function checkRange(who: string, range: Range, text: string | undefined): void {
  if (text === undefined) throw new Error(`${who}: a place in a file that is not there: ${JSON.stringify(range)}`);
  const { line, column, endLine, endColumn } = range;
  const lines = linesOf(text);
  const isInside =
    line >= 1 && endLine <= lines.length && column >= 1 && endColumn <= (lines[endLine - 1] ?? "").length + 1;
  const isForward = endLine > line || (endLine === line && endColumn >= column);
  if (!isInside || !isForward) throw new Error(`${who}: a place outside the text: ${JSON.stringify(range)}`);
}

/** Holds a line to be one of its file. */
export function checkLine(who: string, file: string, line: number, text: string | undefined): void {
  if (text === undefined) throw new Error(`${who}: a line of a file that is not there: ${file}`);
  if (line < 1 || line > linesOf(text).length) throw new Error(`${who}: no line ${line} in ${file}`);
}

/** Holds what is printed to give no terminal and no pipeline an order. */
export function checkOutput(name: string, output: string): void {
  const isJson = /json|sarif|gitlab|codequality/.test(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const [control] = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.exec(output) ?? [];
  if (control !== undefined) throw new Error(`${name}: a control character in the output: ${JSON.stringify(control)}`);
  if (name !== "github" && /^::[a-z]/im.test(output)) throw new Error(`${name}: a workflow command in the output`);
  if (!isJson && /##(?:vso)?\[|##teamcity\[/.test(output))
    throw new Error(`${name}: a command of a pipeline in the output`);
  if (isJson && output !== "") JSON.parse(output);
}

const known = { text: "", lines: [""] as readonly string[] };

/** The same text is asked about again and again. */
function linesOf(text: string): readonly string[] {
  if (known.text !== text) Object.assign(known, { text, lines: text.split("\n") });
  return known.lines;
}
