import { asText } from "../../../model/fields.ts";
import type { YamlError } from "../../../read/yaml/error.ts";
import { parseDocument } from "../../../read/yaml/parse.ts";
import { quoted } from "./printing.ts";

/** Problems that go-yaml's parser finds, not its scanner: their line is counted differently. */
const PARSER =
  /^(?:did not find expected (?:key|'-' indicator|',' or|node content|<document start>)|found (?:duplicate %|incompatible|undefined tag))/;
/** Problems of what was read, and of characters, which are given without a line. */
const NO_LINE =
  /^(?:unknown anchor|anchor '|map merge|document contains|cannot decode|json: |unsupported map key|invalid map key|control characters|!!binary)/;
const BREAK = /\r\n|[\r\n\u0085\u2028\u2029]/;

/** A reader's error in go-yaml's words (apic.go, yaml.go: `parser.fail`). */
export function goYamlError(error: YamlError, text: string): string {
  const message = goMessage(error, text);
  if (/^(?:json: |unsupported map key)/.test(message)) return message;
  if (NO_LINE.test(message)) return `yaml: ${message}`;
  const isParser = PARSER.test(message);
  const at = isParser ? error.offset : error.mark;
  const before = text.slice(0, at).split(BREAK);
  let line = before.length - 1;
  // A key that its value's line never follows is missed there, or at once where it took several lines.
  const isAtEnd = isParser || (message.startsWith("could not find") && !BREAK.test(text.slice(error.offset, at)));
  // The end of the text begins a line of its own, but for what is still inside quotes.
  if (at >= text.length && before.at(-1) !== "" && isAtEnd) line++;
  if (line > 0 && !isParser) line++;
  return `yaml: ${line === 0 ? "" : `line ${line}: `}${message}`;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^control characters are not allowed.*/, "control characters are not allowed"],
  [/^did not find expected comment or line break.*/, "did not find expected comment or line break"],
  [/^found unexpected document indicator.*/, "found unexpected document indicator"],
  [/^a quoted scalar is not closed/, "found unexpected end of stream"],
  [/^found unknown escape character.*/, "found unknown escape character"],
  [/^did not find expected hexadecimal number.*/, "did not find expected hexdecimal number"],
  [/^found invalid Unicode character escape code.*/, "found invalid Unicode character escape code"],
  [/^did not find expected whitespace or line break.*/, "did not find expected whitespace or line break"],
  [/^did not find expected whitespace.*/, "did not find expected whitespace"],
  [/^found incompatible YAML document.*/, "found incompatible YAML document"],
  [/^found undefined tag handle.*/, "found undefined tag handle"],
  [/^found a tab character where a token is expected/, "found character that cannot start any token"],
];

function goMessage({ message, offset }: YamlError, text: string): string {
  const line = text.slice(offset).split(BREAK, 1)[0] ?? "";
  if (message.startsWith("a number that is infinite")) {
    const shown = /^\.nan/i.test(line) ? "NaN" : line.startsWith("-") ? "-Inf" : "+Inf";
    return `json: unsupported value: ${shown}`;
  }
  if (message.startsWith("a key must be")) {
    const value = shownValue(line.slice(line.indexOf(":") + 1));
    return `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${value}`;
  }
  if (message.startsWith("a mapping or sequence cannot be a key")) {
    const key = /^\[[^[\]{}]*\]/.exec(line)?.[0] ?? /\[[^[\]{}]*\]$/.exec(text.slice(0, offset).slice(-300))?.[0];
    return `invalid map key: ${key === undefined ? "map[interface {}]interface {}{}" : shownValue(key)}`;
  }
  const tag = /^this is no value for the tag (!!\S+)/.exec(message)?.[1];
  if (tag !== undefined) {
    const scalar = line.replace(/^!\S*\s*/, "").replace(/(?<!\s)\s+(?:#.*)?$/s, "");
    return `cannot decode !!str \`${scalar}\` as a ${tag}`;
  }
  for (const [pattern, words] of WORDS) if (pattern.test(message)) return words;
  return message;
}

/** A scalar, or a list of such, as Go's `%#v` prints what was read. */
function shownValue(source: string): string {
  try {
    return shown(parseDocument(source).value);
  } catch {
    return "";
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(shown).join(", ")}}`;
  if (typeof value === "string") return quoted(value);
  return value === null ? "interface {}(nil)" : asText(value);
}
