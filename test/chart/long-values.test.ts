import { expect, test } from "vitest";
import { ChartQuestions } from "../../src/chart/chart-questions.ts";
import { renderChart } from "../../src/chart/render/render-chart.ts";

const files = (template: string, values = "", helpers = "") => [
  { path: "Chart.yaml", text: "{ apiVersion: v2, name: db, version: 0.1.0 }" },
  { path: "values.yaml", text: values },
  { path: "templates/config.yaml", text: template },
  { path: "templates/_helpers.tpl", text: helpers },
];

/** More than a million characters that no template reads. */
const padding = `padding:\n${Array.from({ length: 40_000 }, (_, at) => `  key${at}: some value number ${at}\n`).join("")}`;
const lines = padding.split("\n").length - 1;

test("in a long values file a value has its line, however many are asked for", () => {
  const template = Array.from({ length: 9 }, (_, at) => `v${at}: {{ .Values.v${at} }}\n`).join("");
  const values = `${padding}${Array.from({ length: 9 }, (_, at) => `v${at}: ${at}\n`).join("")}`;
  const [document] = renderChart(files(template, values)).documents;
  for (let at = 0; at < 9; at++)
    expect(document?.trace([`v${at}`])?.values).toEqual([
      { path: [`v${at}`], file: "values.yaml", line: lines + at + 1, over: [] },
    ]);
});

test("in a long values file a value that an alias brought has the line of its anchor", () => {
  const values = `base: &base\n  size: 1\n${padding}db:\n  <<: *base\n  name: x\n`;
  const [document] = renderChart(files("size: {{ .Values.db.size }}\nname: {{ .Values.db.name }}\n", values)).documents;
  expect(document?.trace(["size"])?.values[0]).toMatchObject({ path: ["db", "size"], line: 2 });
  expect(document?.trace(["name"])?.values[0]).toMatchObject({ path: ["db", "name"], line: lines + 5 });
});

test("a key of a long values file that nothing reads has the range of its key", () => {
  const given = renderChart(files("a: {{ .Values.a }}\n", padding));
  expect(new ChartQuestions(given.from).unreadValues(false)).toEqual([
    { path: ["padding"], isGiven: false, place: { file: "values.yaml", line: 1, column: 1, endLine: 1, endColumn: 8 } },
  ]);
});

test("every round of a loop knows its own values and the includes on the way, however often it is gone", () => {
  const helpers = '{{ define "one" }}- name: {{ .name }}{{ range .parts }}\n  {{ . }}: x{{ end }}{{ end }}';
  const template = 'all:\n{{- range .Values.all }}\n{{ include "one" . }}\n{{- end }}\n';
  const values = { all: [{ name: "a", parts: ["p"] }, { name: "b" }, { name: "c", parts: ["q"] }] };
  const [document] = renderChart(files(template, "", helpers), { values: [values] }).documents;
  for (const at of [0, 1, 2]) {
    const trace = document?.trace(["all", at, "name"]);
    expect(trace?.values.map(({ path }) => path)).toEqual([["all", at, "name"]]);
    expect(trace?.template).toMatchObject({ file: "templates/_helpers.tpl", line: 1, column: 21 });
    expect(trace?.via).toMatchObject([{ file: "templates/config.yaml", line: 3 }]);
  }
  expect(document?.trace(["all", 2, "q"])?.values.map(({ path }) => path)).toEqual([["all", 2, "parts", 0]]);
});

test("an item that a loop changes is changed for whoever looks at the list later", () => {
  const template = `{{ range .Values.all }}{{ $_ := set . "seen" true }}{{ end }}last: {{ (last .Values.all).seen }}\nall: {{ toJson .Values.all }}\n`;
  const { text } = renderChart(files(template), { values: [{ all: [{ a: 1 }, { a: 2 }] }] });
  expect(text).toContain('last: true\nall: [{"a":1,"seen":true},{"a":2,"seen":true}]');
});

test("nulls in mappings of values.yaml are left out as deep as they stand, and those in lists are not", () => {
  const values = "a: {b: null, c: {d: null, e: 1}, f: [{g: null}]}\nh: {i: null}\n";
  const template = "a: {{ toJson .Values.a }}\nh: {{ toJson .Values.h }}\n";
  expect(renderChart(files(template, values)).text).toContain('a: {"c":{"e":1},"f":[{"g":null}]}\nh: {}\n');
});
