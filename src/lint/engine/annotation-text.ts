import { clip, type DirectiveText, id, reasonAndExpiry } from "./directive-text.ts";

/** More rules than there are; who names more in one breath means none of them. */
const mostRules = 1_000;

/** What the annotation asks for: `ID[, ID…]: reason`, several of them parted by line ends, semicolons or commas. */
export function* annotationText(text: string): Generator<DirectiveText, void> {
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    const line = text.slice(from, to);
    if (line.trim() !== "") yield* annotationLine(line);
    from = to + 1;
  }
}

interface Words {
  readonly rules: readonly string[];
  /** Where the reason stands in the line. */
  readonly from: number;
  to: number;
}

function* annotationLine(line: string): Generator<DirectiveText, void> {
  let last: Words | undefined;
  let waiting: string[] = [];
  for (const [from, to] of parts(line)) {
    const part = line.slice(from, to);
    const colon = part.indexOf(":");
    const name = (colon < 0 ? part : part.slice(0, colon)).trim();
    // Behind a reason only what looks like an id begins another directive: a reason may hold any words.
    const isName = last === undefined ? name !== "" : /^[a-z0-9]+-[a-z0-9-]+$/.test(name);
    if (isName && colon >= 0) {
      if (last !== undefined) yield said(last.rules, line.slice(last.from, last.to));
      last = { rules: [...waiting, name], from: from + colon + 1, to };
      waiting = [];
    } else if (isName) {
      if (waiting.length === mostRules) {
        if (last !== undefined) yield said(last.rules, line.slice(last.from, last.to));
        yield { rules: [], odd: `it names more than ${mostRules} rules at once; write \`ID: reason\`` };
        return;
      }
      waiting.push(name);
    } else if (last !== undefined) {
      last.to = to;
      waiting = [];
    }
  }
  if (last !== undefined) yield said(last.rules, line.slice(last.from, last.to));
  else if (waiting.length > 0) yield said(waiting, undefined);
}

/** Where what stands between semicolons and commas begins and ends; one at a time, as there may be millions. */
function* parts(line: string): Generator<readonly [from: number, to: number], void> {
  const separator = /[;,]/g;
  let from = 0;
  for (let found = separator.exec(line); found !== null; found = separator.exec(line)) {
    yield [from, found.index];
    from = found.index + 1;
  }
  yield [from, line.length];
}

function said(rules: readonly string[], words: string | undefined): DirectiveText {
  const stray = rules.find((rule) => !id.test(rule));
  return stray === undefined
    ? { rules, ...reasonAndExpiry(words) }
    : { rules: [], odd: `\`${clip(stray)}\` is no id of a rule; write \`ID: reason\`` };
}
