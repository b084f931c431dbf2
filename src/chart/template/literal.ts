const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** A Go string, quoted or raw, that begins at `start`; undefined where it is not closed or has a wrong escape. */
export function readString(source: string, start: number): { value: string; end: number } | undefined {
  if (source[start] === "`") {
    const close = source.indexOf("`", start + 1);
    if (close < 0) return undefined;
    return { value: source.slice(start + 1, close).replaceAll("\r", ""), end: close + 1 };
  }
  const parts: string[] = [];
  let at = start + 1;
  for (;;) {
    const char = source.charAt(at);
    if (char === "" || char === "\n") return undefined;
    if (char === '"') return { value: parts.join(""), end: at + 1 };
    if (char !== "\\") {
      parts.push(char);
      at++;
      continue;
    }
    const escaped = readEscape(source, at + 1);
    if (escaped === undefined) return undefined;
    parts.push(escaped.value);
    at = escaped.end;
  }
}

/** A Go character constant such as `'a'` or `'\n'`: its code point, as the template language sees it. */
export function readChar(source: string, start: number): { value: number; end: number } | undefined {
  let at = start + 1;
  let text: string;
  if (source[at] === "\\") {
    const escaped = readEscape(source, at + 1);
    if (escaped === undefined) return undefined;
    text = escaped.value;
    at = escaped.end;
  } else {
    const point = source.codePointAt(at);
    if (point === undefined || point === 0x27 || point === 0x0a) return undefined;
    text = String.fromCodePoint(point);
    at += text.length;
  }
  if (source[at] !== "'") return undefined;
  return { value: text.codePointAt(0) ?? 0, end: at + 1 };
}

function readEscape(source: string, at: number): { value: string; end: number } | undefined {
  const char = source.charAt(at);
  const simple = Object.hasOwn(simpleEscapes, char) ? simpleEscapes[char] : undefined;
  if (simple !== undefined) return { value: simple, end: at + 1 };
  const width = char === "x" ? 2 : char === "u" ? 4 : char === "U" ? 8 : 0;
  const digits = width > 0 ? source.slice(at + 1, at + 1 + width) : source.slice(at, at + 3);
  const valid = width > 0 ? digits.length === width && /^[0-9a-fA-F]+$/.test(digits) : /^[0-7]{3}$/.test(digits);
  if (!valid) return undefined;
  const point = Number.parseInt(digits, width > 0 ? 16 : 8);
  if (point > 0x10ffff) return undefined;
  return { value: String.fromCodePoint(point), end: at + (width > 0 ? 1 + width : 3) };
}
