import { nearestWord } from "../../model/nearest.ts";

/** What one directive says, before anybody knows whether its rules exist. */
export interface DirectiveText {
  /** At least one, unless the directive is not understood. */
  readonly rules: readonly string[];
  readonly reason?: string;
  readonly expires?: string;
  /** Why nobody understands it, with what was meant perhaps. */
  readonly odd?: string;
}

export interface CommentText extends Omit<DirectiveText, "rules"> {
  readonly where: "next-line" | "line";
  /** The rules as they are written: see {@link rulesIn}. */
  readonly names: string;
}

const commands = ["sts-lint-disable-next-line", "sts-lint-disable-line"] as const;
/** Whether a text can hold a directive of any kind: most of a long stream hold none, and are looked at no further. */
export function namesUs(text: string): boolean {
  // V8 finds this sooner than the same with a flag for either case.
  return /[sS][tT][sS]-?[lL][iI][nN][tT]/.test(text);
}

/** A word that only somebody writes who means us. */
const toUs = /^sts-?lint[-_:/]/i;
/** Whether a key is one that only somebody writes who means us: `sts-lint/ignore`, `sts-lint.io/disable`. */
export function namesUsFirst(key: string): boolean {
  return /^sts-?lint[-_:./]/i.test(key);
}

/** The form of a rule's id. */
export const id = /^[\w-]+$/;
const expiry = /\(expires ([^()]{0,40})\)$/;

/**
 * What a comment asks for, given without its `#`: `sts-lint-disable-next-line ID[, ID…] -- reason`. Undefined for a
 * comment that is not for us.
 */
export function commentText(comment: string): CommentText | undefined {
  const text = comment.trim();
  const space = text.search(/\s/);
  const word = space < 0 ? text : text.slice(0, space);
  const rest = space < 0 ? "" : text.slice(space).trim();
  const command = commands.find((one) => one === word);
  if (command === undefined) {
    const second = rest.split(/\s/, 1)[0] ?? "";
    const spaced = /^sts-?lint$/i.test(word) && /^(?:disable|ignore)/i.test(second);
    if (!toUs.test(word) && !spaced) return undefined;
    const meant = nearestWord(spaced ? `sts-lint-${second}` : word, commands) ?? commands[0];
    return {
      where: "line",
      names: "",
      odd: `\`${clip(spaced ? `${word} ${second}` : word)}\` is no directive; did you mean \`${meant}\`?`,
    };
  }
  const where = command === commands[0] ? "next-line" : "line";
  const dash = /(?:^|\s)(?:--|—)(?:\s|$)/.exec(rest);
  const names = dash === null ? rest : rest.slice(0, dash.index);
  const words = dash === null ? undefined : rest.slice(dash.index + dash[0].length);
  if (!/[^\s,]/.test(names)) return { where, names, odd: "it names no rule; write the rule's id behind it" };
  const stray = strayIn(names);
  if (stray !== undefined)
    return { where, names: "", odd: `\`${clip(stray)}\` is no id of a rule; write \`ID, ID -- reason\`` };
  return { where, names, ...reasonAndExpiry(words) };
}

/** The rules that a comment names, in their order: one by one, for there may be a million. */
export function* rulesIn({ names }: CommentText): Generator<string> {
  for (const [rule] of names.matchAll(/[^\s,]+/g)) yield rule;
}

/** The first word that is no id. */
function strayIn(names: string): string | undefined {
  const at = names.search(/[^\w\-\s,]/);
  if (at < 0) return undefined;
  let start = at;
  while (start > 0 && !separator.test(names.charAt(start - 1))) start--;
  let end = at;
  while (end < names.length && !separator.test(names.charAt(end))) end++;
  return names.slice(start, end);
}

/** What stands between the ids of a comment. */
const separator = /[\s,]/;

/** `reason (expires 2027-01-31)`: the expiry stands at the end, in brackets. */
export function reasonAndExpiry(words: string | undefined): Pick<DirectiveText, "reason" | "expires" | "odd"> {
  const text = words?.trim() ?? "";
  const match = expiry.exec(text);
  const reason = (match === null ? text : text.slice(0, match.index)).trimEnd();
  const expires = match?.[1];
  if (expires !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(expires))
    return { odd: `\`expires ${clip(expires)}\` is no day; write it as in \`(expires 2027-01-31)\`` };
  return { ...(reason === "" ? {} : { reason }), ...(expires === undefined ? {} : { expires }) };
}

export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
