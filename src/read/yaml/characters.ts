/**
 * Character classes of go-yaml v2 (yamlprivateh.go). The end of the text counts as NUL, code 0; a NUL in the text
 * itself is refused before scanning starts, so the two cannot be mixed up.
 */

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;

/** Space or tab. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** A line break: CR, LF, NEL, LS or PS. */
export function isBreak(code: number): boolean {
  return code === LF || code === CR || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** A line break or the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return code === LF || code === CR || code === 0 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** A space, a tab, a line break or the end of the text. */
export function isBlankBreakOrEnd(code: number): boolean {
  return code === SPACE || code === LF || code === TAB || isBreakOrEnd(code);
}

export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** A letter, a digit, `_` or `-`: what names of anchors and tag handles consist of. */
export function isWord(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2d;
}

/** The value of a hexadecimal digit, -1 for anything else. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  return -1;
}

/**
 * Where a character stands that YAML does not allow (go-yaml: "control characters are not allowed"), -1 for none.
 * Unpaired surrogates cannot come out of a decoder and are not looked for.
 */
export function findControlCharacter(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/);
}

/** Whether there is a line break other than LF, or what YAML does not allow: one look at a text says that it has neither. */
export function hasControlOrBreak(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/.test(text);
}
