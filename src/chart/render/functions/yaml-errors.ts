import type { YamlError } from "../../../read/yaml/error.ts";

/** Problems that go-yaml's parser finds, not its scanner: their line is counted differently. */
const PARSER =
  /^(?:did not find expected (?:key|'-' indicator|',' or|node content|<document start>)|found (?:duplicate %|incompatible|undefined tag))/;
const NO_LINE =
  /^(?:unknown anchor|anchor '|map merge|document contains|cannot decode|json: |unsupported map key|invalid map key|control characters|!!binary)/;

/** A reader's error in go-yaml's words (apic.go, yaml.go: `parser.fail`). */
export function goYamlError(error: YamlError, text: string): string {
  const message = goMessage(error.message);
  const prefix = /^(?:json: |unsupported map key)/.test(message) ? "" : "yaml: ";
  if (NO_LINE.test(message)) return prefix + message;
  const before = text.slice(0, PARSER.test(message) ? error.offset : error.offset);
  const lines = before.split(/\r\n|[\r\n\u0085\u2028\u2029]/).length - 1;
  let line = lines;
  if (line > 0 && !PARSER.test(message)) line++;

  return `${prefix}${line === 0 ? "" : `line ${line}: `}${message}`;
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
  [/^a number that is infinite or not a number has no JSON form/, "json: unsupported value: +Inf"],
];

function goMessage(message: string): string {
  for (const [pattern, words] of WORDS) if (pattern.test(message)) return words;
  return message;
}
