import { describe, expect, test } from "vitest";
import { renderTemplates } from "../../../src/chart/render/render-templates.ts";

/** Found by rendering random expressions with helm 4.2.4 and 3.21.4, which agree on all of these. */
const prints: Readonly<Record<string, string>> = {
  '{{ camelcase "---" }}': "----",
  "{{ round 3 -5 0 }}": "99999.99999999999",
  '{{ fromJson "null" | toYaml }}': "null",
  '{{ fromJsonArray "null" | toYaml }}': "null",
  '{{ unset (fromJson "null") "a" | toJson }}': "null",
  '{{ deepCopy (dict "a" (rest list)) | toJson }}': '{"a":null}',
  '{{ printf "%#v" (regexFindAll "x" "a" 1) }}': "[]string(nil)",
  '{{ fromJson "5." }}': "map[Error:invalid character ' ' after decimal point in numeric literal]",
  '{{ fromJson "tru" }}': "map[Error:invalid character ' ' in literal true (expecting 'e')]",
  '{{ fromJson "[" }}': "map[Error:unexpected end of JSON input]",
  '{{ fromJsonArray "2e9369c" }}': "[invalid character 'c' after top-level value]",
  '{{ b32dec "MFRGG===\\nA" }}': "abc",
  '{{ b32dec "MFRG\\nGG==" }}': "illegal base32 data at input byte 6",
  '{{ b64dec "Yg= /" }}': "illegal base64 data at input byte 2",
  '{{ printf "[%03.x]" "abc" }}': "[000]",
  '{{ title "ᾳ ᾀ ß" }}': "ᾼ ᾈ ß",
  '{{ upper (b64dec "qWE=") }}': "\ufffdA",
  '{{ b64dec "YW\\nJj=" }}': "illegal base64 data at input byte 5",
  '{{ fromToml "*w" }}': "map[Error:toml: line 1: expected '.' or '=', but got '*' instead]",
  '{{ fromToml ".5" }}': "map[Error:toml: line 1: unexpected '.': keys cannot start with a '.']",
  '{{ fromToml "k=v" }}': 'map[Error:toml: line 1 (last key "k"): expected value but found "v" instead]',
};

const refusals: Readonly<Record<string, string>> = {
  '{{ range list "a" 1 }}{{ .Values.x }}{{ end }}': "can't evaluate field Values in type interface {}",
  '{{ range $item := list "a" }}{{ $item.x }}{{ end }}': "can't evaluate field x in type interface {}",
  '{{ range dict "a" 1 }}{{ .x }}{{ end }}': "can't evaluate field x in type interface {}",
  '{{ range list "a" }}{{ with . }}{{ .x }}{{ end }}{{ end }}': "can't evaluate field x in type string",
  '{{ range list "a" }}{{ end }}{{ with "a" }}{{ .x }}{{ end }}': "can't evaluate field x in type string",
  '{{ range splitList "," "a" }}{{ .x }}{{ end }}': "can't evaluate field x in type string",
  '{{ range $x := list "a" }}{{ $x = "b" }}{{ $x.y }}{{ end }}': "can't evaluate field y in type string",
  "{{ range until 2 }}{{ .x }}{{ end }}": "can't evaluate field x in type int",
  "{{ len nil }}": "error calling len: reflect: call of reflect.Value.Type on zero Value",
  "{{ len .Values.nothing }}": "error calling len: len of nil pointer",
  '{{ eq (list 1 "a") (list 1 "a") }}': "error calling eq: non-comparable type [%!s(int=1) a]: []interface {}",
  '{{ set (fromJson "null") "a" 1 }}': "error calling set: assignment to entry in nil map",
  '{{ mustToDate "a b" "a  é" }}': 'parsing time "a  \\xc3\\xa9" as "a b": cannot parse "\\xc3\\xa9" as "a b"',
  '{{ mustToDate "2006\\n" "2020" }}': 'parsing time "2020" as "2006\\x0a": cannot parse "" as "\\x0a"',
  '{{ substr 9223372036854775807 5 "abcdefg" }}': "slice bounds out of range [9223372036854775807:5]",
  "{{ if true }}\n{{/* no */\n}}{{ end }}":
    "comment ends before closing delimiter in action started at c/templates/t.yaml:1",
};

const chart = (text: string) => [
  { path: "Chart.yaml", text: "apiVersion: v2\nname: c\nversion: 1.0.0\n" },
  { path: "templates/t.yaml", text },
];

describe.each(["3", "4"] as const)("under Helm %s", (helm) => {
  test.each(Object.entries(prints))("%s", (text, printed) => {
    expect(renderTemplates(chart(text), { helm })["c/templates/t.yaml"]).toBe(printed);
  });

  test.each(Object.entries(refusals))("%s is refused", (text, said) => {
    expect(() => renderTemplates(chart(text), { helm })).toThrow(said);
  });

  test.each([
    ["a.b=1,a.b.c=2", "unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}"],
    ["a=x,a[0][1]=2", "unable to parse key: interface conversion: interface {} is string, not []interface {}"],
    ['"q"', 'key "\\"q\\"" has no value'],
    ["l[0]12=3", "unexpected data at end of array index: ['1' '2']"],
  ])("--set %s is refused", (set, said) => {
    expect(() => renderTemplates(chart("a: 1"), { helm, set: [set] })).toThrow(`failed parsing --set data: ${said}`);
  });
});
