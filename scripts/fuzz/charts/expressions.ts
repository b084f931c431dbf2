import { callableIn } from "../../../src/chart/render/callable.ts";
import type { Choices } from "../choices.ts";

/** Every function that a template can call, the engine's own words included. */
const functions: readonly string[] = [
  ...Object.keys(callableIn("4")),
  "and",
  "or",
  "include",
  "tpl",
  "noSuchFunction",
].sort();

const values: readonly string[] = [
  ".Values.name",
  ".Values.image.tag",
  ".Values.replicas",
  ".Values.resources",
  ".Values.env",
  ".Values.list",
  ".Values.text",
  ".Values.global.name",
  ".Values.none.none",
  ".Values",
  "$.Values.service.port",
  ".Release.Name",
  ".Release.IsUpgrade",
  ".Chart.Version",
  ".Capabilities.KubeVersion.Version",
  ".Capabilities.APIVersions",
  '(.Files.Get "conf/main.conf")',
  '(.Files.Glob "conf/*").AsConfig',
  '(.Files.Lines "conf/main.conf")',
  ".Template.Name",
  ".Subcharts",
  ".",
  "$",
  "$x",
  "$.x.y",
];

const literals: readonly string[] = [
  '"a"',
  "0",
  "nil",
  "true",
  "-1",
  "9223372036854775807",
  "-9223372036854775808",
  "1e308",
  "0x7fffffff",
  "0b11",
  "'a'",
  "1.5",
  '""',
  '"\\u0000\\n"',
  '"(a+)+$"',
  '"%d %s %v %!"',
  '"a/b:c@1.2.3"',
  '"- a: {b: c}\\n"',
  '"{\\"a\\": [1]}"',
  '"{{ . }}"',
  '"2006-01-02"',
  '"汉👩‍👩‍👧"',
  "`raw\n text`",
  '"conf/main.conf"',
  '"c.name"',
  '"^1.2 || >=3-0"',
  "99999999",
  "(list 1 2 3)",
  '(dict "a" 1 "b" (list))',
  "(until 5)",
];

/** How charts really shape a value. */
const usual: readonly string[] = [
  "quote",
  'default "db"',
  "trunc 63",
  'trimSuffix "-"',
  "toYaml",
  "int",
  "nindent 8",
  "indent 2",
  "b64enc",
  "sha256sum",
  'replace "+" "_"',
  "toString",
  "toJson",
  "fromYaml",
  'required "give one"',
  "lower",
  "squote",
  "print",
  'ternary "a" "b"',
  "keys",
  "len",
];

/** What renders in most charts. */
const sound: readonly string[] = [
  ".Values.name | quote",
  ".Values.replicas | int",
  ".Values.resources | toYaml | nindent 2",
  ".Release.Name",
  'include "c.name" $',
  "tpl .Values.tpl $",
  ".Values.text | indent 2",
  ".Values.list | toJson",
  ".Values.env | toJson",
  'printf "%s-x" $.Release.Name',
  '.Values.none | default "db"',
  "$.Chart.AppVersion",
  '(.Files.Glob "conf/*").AsConfig',
  "randAlphaNum 8 | b64enc",
  'lookup "v1" "Secret" "a" "b"',
  ".Values.global",
  'dict "a" .Values.list "b" $ | keys | sortAlpha',
  "merge (dict) .Values.env .Values.labels | toYaml",
  'semverCompare ">=1.30-0" $.Capabilities.KubeVersion.Version',
];

/** What stands between `{{` and `}}`: at first a value of the chart, then anything that is, or nearly is, an expression. */
export function expression(choices: Choices, depth = 0): string {
  if (!choices.odd(1)) return choices.of(sound);
  switch (choices.below(depth > 3 ? 3 : 8)) {
    case 0:
      return choices.of(values);
    case 1:
      return choices.of(literals);
    case 2:
      return `${choices.of(values)} | ${choices.of(usual)}`;
    case 3:
      return `(${expression(choices, depth + 1)})`;
    case 4:
      return `${expression(choices, depth + 1)} | ${choices.of(usual)}`;
    case 5:
      return `${expression(choices, depth + 1)} | ${called(choices, depth)}`;
    case 6:
      return `include "${choices.of(["c.name", "c.labels", "c.self", "c.twice", "none"])}" ${choices.of(["$", ".", "(dict)", ".Values.name"])}`;
    default:
      return called(choices, depth);
  }
}

function called(choices: Choices, depth: number): string {
  const name = choices.of(functions);
  return [name, ...choices.several(3, () => operand(choices, depth + 1))].join(" ");
}

function operand(choices: Choices, depth: number): string {
  const inner = choices.below(3) === 2 ? expression(choices, depth) : choices.of([...values, ...literals]);
  return / /.test(inner) && !inner.startsWith("(") ? `(${inner})` : inner;
}
