import { hexDigit, isBlank, isBlankBreakOrEnd, isBreak, isBreakOrEnd, isWord } from "./characters.ts";
import type { KeyScanner } from "./key-scanner.ts";
import { TAG_DIRECTIVE, VERSION_DIRECTIVE } from "./token.ts";

/** Letters, digits, `_` and `-` from the cursor on; moves behind them. */
export function scanWord(scanner: KeyScanner): string {
  const start = scanner.pos;
  while (isWord(scanner.codeAt(scanner.pos))) scanner.pos++;
  return scanner.text.slice(start, scanner.pos);
}

function skipBlanks(scanner: KeyScanner): void {
  while (isBlank(scanner.codeAt(scanner.pos))) scanner.pos++;
}

/** A tag: `!<…>`, `!suffix` or `!handle!suffix`; the handle is empty for what needs no look-up. */
export function scanTag(scanner: KeyScanner): { handle: string; suffix: string } {
  const start = scanner.pos;
  let handle = "";
  let suffix: string;
  if (scanner.codeAt(start + 1) === 0x3c /* < */) {
    scanner.pos += 2;
    suffix = scanUri(scanner, "", start);
    if (scanner.codeAt(scanner.pos) !== 0x3e) scanner.fail("did not find the expected '>' of a tag", start);
    scanner.pos++;
  } else {
    handle = scanHandle(scanner, false);
    if (handle.length > 1 && handle.endsWith("!")) suffix = scanUri(scanner, "", start);
    else {
      suffix = scanUri(scanner, handle, start);
      handle = "!";
      if (suffix === "") {
        handle = "";
        suffix = "!";
      }
    }
  }
  if (!isBlankBreakOrEnd(scanner.codeAt(scanner.pos)))
    scanner.fail("did not find expected whitespace or line break after a tag", start);
  return { handle, suffix };
}

function scanHandle(scanner: KeyScanner, directive: boolean): string {
  if (scanner.codeAt(scanner.pos) !== 0x21) scanner.fail("did not find expected '!'");
  scanner.pos++;
  const word = scanWord(scanner);
  if (scanner.codeAt(scanner.pos) === 0x21) {
    scanner.pos++;
    return `!${word}!`;
  }
  if (directive && word !== "") scanner.fail("did not find expected '!'");
  return `!${word}`;
}

/** The rest of a tag; `head` is what was read of it already, with its `!`. Escapes become bytes, one a character. */
function scanUri(scanner: KeyScanner, head: string, start: number): string {
  let uri = head.slice(1);
  let found = head !== "";
  for (;;) {
    const code = scanner.codeAt(scanner.pos);
    if (code === 0x25) uri += scanUriEscape(scanner, start);
    else if (isWord(code) || (code !== 0 && code < 128 && ";/?:@&=+$,.!~*'()[]".includes(String.fromCharCode(code)))) {
      uri += String.fromCharCode(code);
      scanner.pos++;
    } else break;
    found = true;
  }
  if (!found) scanner.fail("did not find expected tag URI", start);
  return uri;
}

function scanUriEscape(scanner: KeyScanner, start: number): string {
  let bytes = "";
  let width = 0;
  do {
    const high = hexDigit(scanner.codeAt(scanner.pos + 1));
    const low = hexDigit(scanner.codeAt(scanner.pos + 2));
    if (scanner.codeAt(scanner.pos) !== 0x25 || high < 0 || low < 0)
      scanner.fail("did not find URI escaped octet", start);
    const octet = high * 16 + low;
    if (bytes === "") {
      width =
        octet < 0x80 ? 1 : (octet & 0xe0) === 0xc0 ? 2 : (octet & 0xf0) === 0xe0 ? 3 : (octet & 0xf8) === 0xf0 ? 4 : 0;
      if (width === 0) scanner.fail("found an incorrect leading UTF-8 octet in a tag", start);
    } else if ((octet & 0xc0) !== 0x80) scanner.fail("found an incorrect trailing UTF-8 octet in a tag", start);
    bytes += String.fromCharCode(octet);
    scanner.pos += 3;
  } while (bytes.length < width);
  return bytes;
}

/** A `%YAML` or `%TAG` line. */
export function scanDirective(scanner: KeyScanner): void {
  const start = scanner.pos++;
  const name = scanWord(scanner);
  if (name === "") scanner.fail("could not find expected directive name", start);
  if (!isBlankBreakOrEnd(scanner.codeAt(scanner.pos)))
    scanner.fail("found unexpected non-alphabetical character", start);
  if (name === "YAML") {
    skipBlanks(scanner);
    const major = scanVersionNumber(scanner, start);
    if (scanner.codeAt(scanner.pos) !== 0x2e) scanner.fail("did not find expected digit or '.' character", start);
    scanner.pos++;
    const minor = scanVersionNumber(scanner, start);
    scanner.queue.push(VERSION_DIRECTIVE, start, scanner.pos, `${major}.${minor}`, "");
  } else if (name === "TAG") {
    skipBlanks(scanner);
    const handle = scanHandle(scanner, true);
    if (!isBlank(scanner.codeAt(scanner.pos)))
      scanner.fail("did not find expected whitespace in a %TAG directive", start);
    skipBlanks(scanner);
    const prefix = scanUri(scanner, "", start);
    if (!isBlankBreakOrEnd(scanner.codeAt(scanner.pos)))
      scanner.fail("did not find expected whitespace or line break in a %TAG directive", start);
    scanner.queue.push(TAG_DIRECTIVE, start, scanner.pos, handle, prefix);
  } else scanner.fail("found unknown directive name", start);
  skipBlanks(scanner);
  let code = scanner.codeAt(scanner.pos);
  if (code === 0x23) while (!isBreakOrEnd(code)) code = scanner.codeAt(++scanner.pos);
  if (!isBreakOrEnd(code)) scanner.fail("did not find expected comment or line break after a directive", start);
  if (isBreak(code)) scanner.skipBreak(code);
}

function scanVersionNumber(scanner: KeyScanner, start: number): number {
  let value = 0;
  let digits = 0;
  for (; ; digits++, scanner.pos++) {
    const code = scanner.codeAt(scanner.pos);
    if (code < 0x30 || code > 0x39) break;
    if (digits === 2) scanner.fail("found extremely long version number", start);
    value = value * 10 + code - 0x30;
  }
  if (digits === 0) scanner.fail("did not find expected version number", start);
  return value;
}
