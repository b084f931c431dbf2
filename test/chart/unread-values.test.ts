import { expect, test } from "vitest";
import { ChartQuestions } from "../../src/chart/chart-questions.ts";
import { type Rendered, renderChart } from "../../src/chart/render/render-chart.ts";

function chart(template: string, values = "", helpers = "") {
  return [
    { path: "Chart.yaml", text: "{ apiVersion: v2, name: db, version: 0.1.0 }" },
    { path: "values.yaml", text: values },
    { path: "templates/config.yaml", text: template },
    { path: "templates/_helpers.tpl", text: helpers },
  ];
}

const questionsOf = ({ from }: Rendered) => new ChartQuestions(from);

/** Those that a user gave, and the chart's own. */
const allUnread = (rendered: Rendered) => {
  const questions = questionsOf(rendered);
  return [...questions.unreadValues(true), ...questions.unreadValues(false)];
};

const unread = (files: ReturnType<typeof chart>, values: object) =>
  allUnread(renderChart(files, { values: [values] })).map(({ path }) => path.join("."));

test("a key of values.yaml has the range of its key, a flag its text", () => {
  const files = chart("a: {{ .Values.a }}", "a: 1\nb:\n  c: 2\n");
  const found = allUnread(renderChart(files, { set: ["d=1"] }));
  expect(found).toEqual([
    { path: ["d"], isGiven: true, flag: "--set d=1" },
    {
      path: ["b"],
      isGiven: false,
      place: { file: "values.yaml", line: 2, column: 1, endLine: 2, endColumn: 2 },
    },
  ]);
});

test("what a helper that nothing includes names is left alone: a text that users give to tpl may include it", () => {
  const helper = '{{ define "db.domain" }}{{ .Values.domain }}{{ end }}';
  expect(unread(chart("a: {{ .Values.a }}", "", helper), { a: 1, domain: "x", doman: "y" })).toEqual(["doman"]);
});

test("variables that loops assign are followed into the next round", () => {
  const template = `{{ $at := .Values }}{{ $value := "" }}{{ range splitList "." "auth.password" }}{{ $value = index $at . }}{{ $at = $value }}{{ end }}a: {{ $value }}`;
  expect(unread(chart(template), { auth: { password: "x" }, size: 1 })).toEqual(["size"]);
});

test("helpers that call themselves, and each other with ever more, end", () => {
  const helpers = `{{ define "a" }}{{ if .deep }}{{ include "a" (dict "deep" .deep.er "all" .) }}{{ include "b" (list . .all) }}{{ end }}{{ end }}
{{ define "b" }}{{ range . }}{{ if . }}{{ include "a" . }}{{ end }}{{ end }}{{ end }}`;
  const template = `a: {{ if .Values.on }}{{ include "a" (dict "deep" .Values.tree) }}{{ end }}`;
  expect(unread(chart(template, "", helpers), { tree: { er: { er: 1 } }, other: 1 })).toEqual(["other"]);
});

test("names of objects that every JavaScript object has are names like any other", () => {
  expect(unread(chart("a: {{ .Values.constructor }}"), { constructor: 1, toString: 2 })).toEqual(["toString"]);
});

test("a template that values or a mapping name may be any, and reads what it reads", () => {
  const helpers = '{{ define "plain" }}{{ toYaml .Values.config }}{{ end }}';
  const values = { flavor: "plain", parts: ["plain"], kinds: { web: "plain" }, config: { a: 1, b: 2 } };
  for (const call of [
    "include .Values.flavor .",
    'include (.Values.flavor | default "other") .',
    'include (index .Values.kinds "web") .',
  ]) {
    expect(
      unread(chart(`a: {{ .Values.config.a }}\nb: {{ ${call} | quote }}`, "", helpers), values),
      call,
    ).not.toContain("config.b");
  }
  const loop = "a: {{ .Values.config.a }}\nb: {{ range .Values.parts }}{{ include . $ | quote }}{{ end }}";
  expect(unread(chart(loop, "", helpers), values)).not.toContain("config.b");
});

test("what a text for tpl is put together from may name any value", () => {
  const values = { expr: ".Values.hidden.b", text: "[[ .Values.hidden.a ]]", hidden: { a: 1, b: 2 } };
  for (const text of [
    'printf "{{ %s }}" .Values.expr',
    'cat "{{" .Values.expr "}}"',
    '.Values.text | replace "[[" "{{" | replace "]]" "}}"',
  ])
    expect(unread(chart(`a: {{ tpl (${text}) . | quote }}`), values), text).toEqual([]);
  expect(unread(chart("a: {{ .Values.expr }}{{ .Values.text }}"), values)).toEqual(["hidden"]);
});
