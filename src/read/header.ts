import type { Header } from "./document.ts";
import { shared } from "./shared-words.ts";
import { resolvePlain } from "./yaml/resolve.ts";

/** A key in plain style at the start of a line, and what follows its colon. */
const KEY = /^([A-Za-z_][\w./-]*)[ \t]*:(?:[ \t]+(\S.*)?)?$/;
/** A value in plain style that needs no look at the YAML rules, with a comment behind it perhaps. */
const PLAIN = /^([A-Za-z0-9_.][\w./+-]*(?::[\w./+-]+)*)[ \t]*(?:[ \t]#.*)?$/;
const QUOTED = /^(?:"([^"\\]*)"|'([^']*)')[ \t]*(?:[ \t]#.*)?$/;

const ALL_KEYS = "apiVersion kind metadata ";
/** A line that starts with one of these keys again, or with anything but a plain key, a comment or an item. */
const SAYS_MORE = /\n(?:apiVersion|kind|metadata)[ \t]*:|\n[^\sA-Za-z_#-]/;

/** Of a document that says nothing of itself: a long stream may have very many that are a comment. */
const nothing: Header = {};

/**
 * What a document says of itself, read off its lines. Undefined where that is not certain and the document must be
 * parsed: quoted keys, flow style, anchors, a key that stands twice, a value on several lines.
 */
export function readHeader(text: string): Header | undefined {
  const found: { apiVersion?: string; kind?: string; namespace?: string; name?: string } = {};
  let seen = "";
  let sawContent = false;
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const code = text.charCodeAt(start);
    // Indented lines, comments and empty lines say nothing here.
    if (code === 0x20 || code === 0x23 || code === 0x0a || (code === 0x0d && end <= start + 1)) {
      start = end + 1;
      continue;
    }
    const line = trimmedLine(text, start, end);
    if (code === 0x2d /* - */) {
      if (line.startsWith("---")) {
        if (sawContent) return undefined;
      } else if (!sawContent || !/^-(?:[ \t]|$)/.test(line)) return undefined;
      start = end + 1;
      continue;
    }
    if (code === 0x2e && /^\.\.\.(?:[ \t]|$)/.test(line)) break;
    const match = KEY.exec(line);
    if (match === null) return undefined;
    sawContent = true;
    const [, key = "", rest = ""] = match;
    if (key === "apiVersion" || key === "kind" || key === "metadata") {
      if (seen.includes(`${key} `)) return undefined;
      seen += `${key} `;
      if (key === "metadata") {
        if (!isNothing(rest) || !readMetadata(text, end + 1, found)) return undefined;
      } else {
        const value = readValue(text, end + 1, rest, 0);
        if (value === undefined) return undefined;
        if (value !== "") found[key] = shared(value);
      }
      // All is found: one search tells whether the rest can say otherwise.
      if (seen.length === ALL_KEYS.length && !SAYS_MORE.test(text.slice(end))) return found;
    }
    start = end + 1;
  }
  return found.kind === undefined &&
    found.apiVersion === undefined &&
    found.name === undefined &&
    found.namespace === undefined
    ? nothing
    : found;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function trimmedLine(text: string, start: number, end: number): string {
  return text.slice(start, text.charCodeAt(end - 1) === 0x0d ? end - 1 : end);
}

function isNothing(rest: string): boolean {
  return rest === "" || rest.startsWith("#");
}

/**
 * The value behind a key whose line is over at `next`, `""` for none and for one that is no string, undefined where it
 * is not certain.
 */
function readValue(text: string, next: number, rest: string, indent: number): string | undefined {
  if (followedByDeeper(text, next, indent)) return undefined;
  if (isNothing(rest)) return "";
  const first = rest.charCodeAt(0);
  const quoted = first === 0x22 || first === 0x27 ? QUOTED.exec(rest) : null;
  if (quoted !== null) return quoted[1] ?? quoted[2] ?? "";
  const plain = PLAIN.exec(rest)?.[1];
  if (plain === undefined) return undefined;
  const value = resolvePlain(plain);
  return typeof value === "string" ? value : "";
}

/** Whether the next line with content belongs to the value on the line before it. */
function followedByDeeper(text: string, next: number, indent: number): boolean {
  for (let start = next; start < text.length; start = lineEnd(text, start) + 1) {
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d || code === 0x23) continue;
    return at < text.length && (at - start > indent || code === 0x09 || (at - start === indent && code === 0x2d));
  }
  return false;
}

function readMetadata(text: string, from: number, found: { namespace?: string; name?: string }): boolean {
  let indent = -1;
  let seen = "";
  for (let start = from; start < text.length; ) {
    const end = lineEnd(text, start);
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x23 || (code === 0x0d && at + 1 === end) || at >= text.length) {
      start = end + 1;
      continue;
    }
    const column = at - start;
    if (column === 0) return code !== 0x2d && code !== 0x09;
    if (indent < 0) indent = column;
    if (column < indent || code === 0x09) return false;
    if (column === indent) {
      const line = trimmedLine(text, at, end);
      const match = KEY.exec(line);
      if (match === null) return code === 0x22 || code === 0x27 ? false : code === 0x2d && seen !== "";
      const [, key = "", rest = ""] = match;
      if (key === "name" || key === "namespace") {
        if (seen.includes(`${key} `)) return false;
        const value = readValue(text, end + 1, rest, indent);
        if (value === undefined) return false;
        if (value !== "") found[key] = key === "namespace" ? shared(value) : value;
        seen += `${key} `;
      } else seen += "- ";
    }
    start = end + 1;
  }
  return true;
}
