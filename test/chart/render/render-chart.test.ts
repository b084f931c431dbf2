import { describe, expect, test } from "vitest";
import type { ChartText } from "../../../src/chart/chart.ts";
import { renderChart } from "../../../src/chart/render/render-chart.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import fc from "../../properties.ts";

const chart = (files: Record<string, string>): ChartText[] =>
  Object.entries({ "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.2.3\n", ...files }).map(([path, text]) => ({
    path,
    text,
  }));

const config = [
  "kind: ConfigMap",
  "apiVersion: v1",
  "data:",
  "  size: {{ .Values.size | quote }}",
  "  {{- toYaml .Values.more | nindent 2 }}",
].join("\n");

describe("a rendered chart", () => {
  test("is printed as helm's template command prints it, with its notes apart", () => {
    const files = chart({
      "values.yaml": "size: 1\nmore: {}\n",
      "templates/a.yaml": "kind: Service\nname: {{ .Release.Name }}\n",
      "templates/b.yaml": "kind: Secret\n",
      "templates/NOTES.txt": "Thanks for {{ .Chart.Name }}",
    });
    const { text, documents, notes } = renderChart(files, { release: { name: "rel" } });
    expect(text).toBe(
      "---\n# Source: shop/templates/b.yaml\nkind: Secret\n\n---\n# Source: shop/templates/a.yaml\nkind: Service\nname: rel\n",
    );
    expect(documents.map(({ source }) => source)).toEqual(["shop/templates/b.yaml", "shop/templates/a.yaml"]);
    expect(notes).toBe("Thanks for shop");
  });

  test("names the values file that won for a node, and what it won over", () => {
    const files = chart({
      "values.yaml": "size: 1\nmore:\n  colour: red\n",
      "templates/a.yaml": config,
    });
    const [document] = renderChart(files, { values: [{ more: { colour: "blue" } }], set: ["size=3"] }).documents;
    const size = document?.trace(["data", "size"]);
    expect(size?.template).toEqual({ file: "templates/a.yaml", line: 4, column: 3, endLine: 4, endColumn: 7 });
    expect(size?.exactness).toBe("exact");
    expect(size?.values).toEqual([
      { path: ["size"], file: "", line: 1, flag: "--set size=3", over: [{ file: "values.yaml", line: 1 }] },
    ]);
    const colour = document?.trace(["data", "colour"]);
    expect(colour?.template.line).toBe(5);
    expect(colour?.values).toEqual([
      { path: ["more", "colour"], file: "", line: 1, flag: "values[0]", over: [{ file: "values.yaml", line: 3 }] },
    ]);
    expect(document?.trace(["data", "nothing"])).toBeUndefined();
  });

  test("resolves a subchart's values and globals to the file of the chart that won", () => {
    const files = chart({
      "values.yaml": "global:\n  zone: eu\ndb:\n  port: 5433\n",
      "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 0.1.0\n",
      "charts/db/values.yaml": "port: 5432\nuser: root\nglobal:\n  zone: us\n  disk: ssd\n",
      "charts/db/templates/db.yaml": [
        "port: {{ .Values.port }}",
        "user: {{ .Values.user }}",
        "zone: {{ .Values.global.zone }}",
        "disk: {{ .Values.global.disk }}",
      ].join("\n"),
    });
    const [document] = renderChart(files).documents;
    const value = (key: string) => document?.trace([key])?.values[0];
    const own = "charts/db/values.yaml";
    expect(value("port")).toEqual({
      path: ["db", "port"],
      file: "values.yaml",
      line: 4,
      over: [{ file: own, line: 1 }],
    });
    expect(value("user")).toEqual({ path: ["db", "user"], file: own, line: 2, over: [] });
    expect(value("zone")).toEqual({
      path: ["global", "zone"],
      file: "values.yaml",
      line: 2,
      over: [{ file: own, line: 4 }],
    });
    expect(value("disk")).toEqual({ path: ["db", "global", "disk"], file: own, line: 5, over: [] });
  });

  test("follows includes into the define that holds the literal text", () => {
    const files = chart({
      "templates/_h.tpl": '{{ define "labels" }}\napp: {{ .Chart.Name }}\n{{- end }}',
      "templates/a.yaml": 'kind: Pod\nmetadata:\n  labels:\n    {{- include "labels" . | nindent 4 }}\n',
    });
    const trace = renderChart(files).documents[0]?.trace(["metadata", "labels", "app"]);
    expect(trace?.template).toMatchObject({ file: "templates/_h.tpl", line: 2 });
    expect(trace?.via.map(({ file, line }) => `${file}:${line}`)).toEqual(["templates/a.yaml:4"]);
  });

  test("names the values whose text is nothing: unquoted, in quotes, through functions, includes, YAML and JSON", () => {
    const files = chart({
      "values.yaml": 'text: ""\nunset:\nname: web\nmap: { text: "" }\nlist: [""]\n',
      "templates/_h.tpl":
        '{{ define "text" }}{{ .Values.text | trim }}{{ end }}{{ define "doc" }}of: {{ .Values.text }}{{ end }}',
      "templates/a.yaml": [
        "kind: Pod",
        "plain: {{ .Values.text }}",
        "quoted: {{ .Values.text | quote }}",
        "inside: '{{ .Values.text }}'",
        "suffixed: {{ .Values.name }}{{ .Values.text }}",
        'printed: {{ printf "%s%s" .Values.name .Values.text }}',
        'included: {{ include "text" . }}',
        "rendered: {{ tpl .Values.text . }}",
        "below:",
        "  {{- .Values.text | nindent 2 }}",
        "items:",
        "- {{ .Values.text }}",
        "- web",
        "yaml: {{- toYaml .Values.list | nindent 2 }}",
        "json: {{ toJson .Values.map }}",
        'read: {{- include "doc" . | fromYaml | toYaml | nindent 2 }}',
        "unquoted: {{ .Values.unset | quote }}",
        "after: 1",
        "unset: {{ .Values.unset }}",
      ].join("\n"),
    });
    const [document] = renderChart(files).documents;
    const values = (...path: (string | number)[]) => document?.trace(path)?.values.map((value) => value.path.join("."));
    for (const key of ["plain", "quoted", "inside", "included", "rendered", "below"])
      expect(values(key)).toEqual(["text"]);
    for (const key of ["suffixed", "printed"]) expect(values(key)).toEqual(["name", "text"]);
    expect(values("items", 0)).toEqual(["text"]);
    expect(values("yaml", 0)).toEqual(["list.0"]);
    expect(values("json", "text")).toEqual(["map.text"]);
    expect(values("read", "of")).toEqual(["text"]);
    for (const key of ["unquoted", "unset"]) expect(values(key)).toEqual(["unset"]);
    for (const path of [["kind"], ["items", 1], ["after"]]) expect(values(...path)).toEqual([]);
    expect(document?.trace(["unset"])?.values).toEqual([{ path: ["unset"], file: "values.yaml", line: 2, over: [] }]);
    expect(document?.trace(["after"])?.template.line).toBe(18);
  });

  test("leads into a file that is rendered with tpl, to the line, whatever reads and prints it again", () => {
    const files = chart({
      "values.yaml": "size: 3\n",
      "files/spec.yaml": "replicas: {{ .Values.size }}\ntemplate:\n  name: web\n{{ toYaml .Values }}\n",
      "templates/_h.tpl": '{{ define "spec" }}{{ tpl (.Files.Get "files/spec.yaml") . | fromYaml | toYaml }}{{ end }}',
      "templates/a.yaml": 'kind: Pod\nspec:\n  {{- include "spec" . | nindent 2 }}\n',
    });
    const [document] = renderChart(files).documents;
    const trace = (...path: string[]) => document?.trace(["spec", ...path]);
    expect(trace("template", "name")?.template).toMatchObject({ file: "files/spec.yaml", line: 3, column: 3 });
    expect(trace("replicas")?.template).toMatchObject({ file: "files/spec.yaml", line: 1 });
    expect(trace("replicas")?.values).toMatchObject([{ path: ["size"], file: "values.yaml", line: 1 }]);
    expect(trace("size")?.template).toMatchObject({ file: "files/spec.yaml", line: 4, column: 1 });
    for (const path of ["replicas", "size"])
      expect(trace(path)?.via.map(({ file, line }) => `${file}:${line}`)).toEqual([
        "templates/a.yaml:3",
        "templates/_h.tpl:1",
      ]);
  });

  test("hands a nil on to a template as helm does: its fields are nil as well", () => {
    const templates = {
      "templates/_h.tpl": '{{ define "name" }}[{{ .name }}{{ .name.first | default "none" }}]{{ end }}',
      "templates/a.yaml":
        'a: {{ include "name" .Values.absent }}\nb: {{ tpl "<{{ .x }}>" (index .Values.list 0) | quote }}',
      "values.yaml": "list: [null]\n",
    };
    expect(renderChart(chart(templates)).text).toContain('a: [none]\nb: "<>"');
  });

  test("loses the name of the type of .Values where a function takes any map, as Go does", () => {
    const asked = [
      "typeOf .Values",
      "typeOf (deepCopy .Values)",
      "typeOf (merge .Values)",
      'typeOf (set .Values "more" 2)',
      'typeOf (unset .Values "gone")',
      'dig "db" "port" 0 (merge .Values)',
      '(set .Values "size" 4).size',
      ".Values.size",
      '(merge .Values).Table | default "a key like any other"',
      "deepEqual .Values (merge .Values)",
      "deepEqual (merge .Values) (merge .Values)",
    ];
    const files = chart({
      "values.yaml": "size: 1\ndb: {port: 5432}\n",
      "templates/a.yaml": asked.map((one, index) => `a${index}: {{ ${one} }}\n`).join(""),
    });
    const plain = "map[string]interface {}";
    const printed = (helm: "3" | "4") =>
      renderChart(files, { helm })
        .documents[0]?.text.split(/\n?a\d+: |\n$/)
        .slice(1);
    const rest = [plain, plain, plain, "5432", "4", "4", "a key like any other", "false", "true"];
    expect(printed("3")).toEqual(["chartutil.Values", "chartutil.Values", ...rest]);
    expect(printed("4")).toEqual(["common.Values", "common.Values", ...rest]);
  });

  test("ends each document of a values file with a newline as Helm 4 does, whose block scalars then have one, too", () => {
    const files = (values: string) => chart({ "values.yaml": values, "templates/a.yaml": "a: {{ toJson .Values }}\n" });
    const printed = (values: string, helm: "3" | "4") => renderChart(files(values), { helm }).documents[0]?.text.trim();
    const open = "script: |\n  one\n  two";
    expect(printed(open, "4")).toBe('a: {"script":"one\\ntwo\\n"}');
    expect(printed(open, "3")).toBe('a: {"script":"one\\ntwo"}');
    expect(printed(`${open}\n`, "4")).toBe('a: {"script":"one\\ntwo\\n"}');
    const two = "kept: |+\n  one\n\n---\nfolded: >\n  two";
    expect(printed(two, "4")).toBe('a: {"folded":"two\\n","kept":"one\\n\\n"}');
    expect(printed(two, "3")).toBe('a: {"kept":"one\\n\\n"}');
    expect(printed("", "4")).toBe("a: {}");
    expect(printed("size: 1\n---", "4")).toBe('a: {"size":1}');
  });

  test("refuses values that do not fit the chart's schema", () => {
    const files = chart({ "values.schema.json": '{"properties":{"size":{"type":"integer"}}}' });
    const run = () => renderChart(files, { set: ["size=big"] });
    expect(run).toThrow(RenderError);
    expect(run).toThrow("got string, want integer");
  });

  test("names the line of the value that the chart's schema refuses, or the nearest around it", () => {
    const schema = '{"properties":{"disk":{"properties":{"size":{"type":"integer"}},"required":["class"]}}}';
    const refused = (values: string) => {
      try {
        renderChart(chart({ "values.schema.json": schema, "values.yaml": values }));
        return undefined;
      } catch (error) {
        return error instanceof RenderError ? [error.file, error.line] : error;
      }
    };
    expect(refused("a: 1\ndisk:\n  class: fast\n  size: big\n")).toEqual(["values.yaml", 4]);
    expect(refused("a: 1\ndisk:\n  size: 1\n")).toEqual(["values.yaml", 2]);
    expect(refused("disk: { class: fast, size: 1 }")).toBe(undefined);
  });

  test("says which template printed no YAML", () => {
    const run = () => renderChart(chart({ "templates/a.yaml": "a: [\n" }));
    expect(run).toThrow("YAML parse error on shop/templates/a.yaml");
  });

  test.each([
    ["b: [{{ .Values.a }}\n", { file: "templates/a.yaml", line: 1, column: 19 }],
    [
      "# first\n---\nx: 1\n---\n{{ if true }}\ny: &a [*b]\n{{ end }}\n",
      { file: "templates/a.yaml", line: 6, column: 0 },
    ],
    ['{{ include "broken" . }}\n', { file: "templates/_h.tpl", line: 2, column: 2 }],
  ])("places what is no YAML where the template wrote it: %j", (text, place) => {
    const files = chart({
      "templates/a.yaml": text,
      "templates/_h.tpl": '{{ define "broken" }}a:\n  b: c: d\n{{ end }}',
    });
    let said: unknown;
    try {
      renderChart(files);
    } catch (error) {
      said = error;
    }
    expect(said).toMatchObject({ kind: "output", ...place });
  });

  test("is the same for the same seed", () => {
    const files = chart({ "templates/a.yaml": "p: {{ randAlphaNum 20 }}\n" });
    expect(renderChart(files, { seed: "x" }).text).toBe(renderChart(files, { seed: "x" }).text);
    expect(renderChart(files, { seed: "x" }).text).not.toBe(renderChart(files, { seed: "y" }).text);
  });

  test("keeps any string given with --set-literal as it is", () => {
    const files = chart({ "templates/a.yaml": "v: {{ .Values.v | toJson }}\n" });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const { text } = renderChart(files, { setLiteral: [`v=${value}`] });
        const shown = text.split("\n").find((line) => line.startsWith("v: "));
        expect(JSON.parse(shown?.slice(3) ?? "null")).toBe(value);
      }),
    );
  });

  test("never fails but with a RenderError, whatever is given with --set", () => {
    const files = chart({
      "values.yaml": "a:\n  - b: 1\nc: {d: e}\n",
      "templates/a.yaml": "v: {{ toJson .Values }}\n",
    });
    const word = fc.constantFrom("a", "c", "d", "=", ",", ".", "[0]", "[", "]", "{", "}", "\\", "null", "1", "-", " ");
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        try {
          renderChart(files, { set: [words.join("")] });
        } catch (error) {
          expect(error).toBeInstanceOf(RenderError);
        }
      }),
    );
  });
});
