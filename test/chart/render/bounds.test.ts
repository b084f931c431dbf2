import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { renderTemplates } from "../../../src/chart/render/render-templates.ts";
import { shared } from "../../shared.ts";

/** Renders a chart of one template; gives what the failure says, and the milliseconds it took. */
function failure(text: string, values = "{}\n"): { said: string; took: number } {
  const began = performance.now();
  let said = "rendered";
  try {
    renderTemplates([
      { path: "Chart.yaml", text: "name: c\nversion: 1.0.0\napiVersion: v2\n" },
      { path: "values.yaml", text: values },
      { path: "templates/s.yaml", text },
    ]);
  } catch (error) {
    said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return { said, took: performance.now() - began };
}

const patience = 15_000;

describe("a hostile chart ends with an error of the chart", () => {
  const names = ["concat", "merge", "recursion", "recursion2"];
  const folder = shared("hostile");
  for (const name of names) {
    test.skipIf(folder === undefined)(`of the shared ones: ${name}`, { timeout: 30_000 }, () => {
      const text = readFileSync(`${folder}/03-chart-${name}/templates/s.yaml`, "utf8");
      const values = readFileSync(`${folder}/03-chart-${name}/values.yaml`, "utf8");
      const { said, took } = failure(text, values);
      expect(said).toMatch(/^(rendered|RenderError|BudgetError)/);
      expect(took).toBeLessThan(patience);
    });
  }

  const charts: Readonly<Record<string, [text: string, said: RegExp]>> = {
    "loops in loops": ["{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}", /BudgetError/],
    "calls in each of a million rounds": [
      "{{ range until 1000 }}{{ range until 1000 }}{{ if and (gt 1 0) (lt 0 1) }}{{ end }}{{ end }}{{ end }}",
      /BudgetError/,
    ],
    "a range over a large number": ["{{ range 1000000000000 }}x{{ end }}", /BudgetError/],
    "a string that doubles": [
      '{{ $s := "ab" }}{{ range until 64 }}{{ $s = printf "%s%s" $s $s }}{{ end }}',
      /BudgetError/,
    ],
    "a text longer than any file of a chart": ['{{ repeat 6000000 "a" }}', /BudgetError.*text longer/],
    "a text that a replacement makes longer": [
      '{{ $t := repeat 500000 "a" }}{{ $t | replace "a" "bbbbbbbbbb" }}',
      /BudgetError.*text longer/,
    ],
    "a long text put together of single characters": [
      '{{ $t := repeat 4000000 "ab" }}{{ regexReplaceAll "(a)(b)" $t "$2$1" }}',
      /BudgetError/,
    ],
    "a text of a million pieces": [
      '{{ $t := printf "%s%s" .Values.t .Release.Name | printf "%s%s" .Values.t }}{{ repeat 1000000 $t }}',
      /BudgetError.*text longer/,
    ],
    "capitals of a long text in each of many rounds": [
      '{{ $t := repeat 5000000 "a" }}{{ range until 100000 }}{{ $_ := upper $t }}{{ end }}',
      /BudgetError/,
    ],
    "a look into a long text in each of many rounds": [
      '{{ $t := repeat 5000000 "a" }}{{ range until 100000 }}{{ $_ := contains "b" $t }}{{ end }}',
      /BudgetError/,
    ],
    "a long text parted at each character": ['{{ repeat 5000000 "a," | splitList "," | len }}', /BudgetError/],
    "lines of YAML at the end of a deep map": [
      '{{ $d := dict "a" (repeat 1000000 "a\\n") }}{{ range until 900 }}{{ $d = dict "a" $d }}{{ end }}{{ toYaml $d }}',
      /BudgetError.*text longer/,
    ],
    "a list of JSON at the end of a deep map": [
      '{{ $d := dict "a" (until 500000) }}{{ range until 900 }}{{ $d = dict "a" $d }}{{ end }}{{ toPrettyJson $d }}',
      /BudgetError.*text longer/,
    ],
    "a call of a thousand arguments in each of many rounds": [
      `{{ range until 100000 }}{{ $_ := list ${"1 ".repeat(1000)}}}{{ end }}`,
      /BudgetError/,
    ],
    "a long text sought in one that repeats itself": [
      '{{ $p := printf "ab%s" (repeat 200000 "a") }}{{ contains $p (repeat 3900000 "a") }}',
      /^rendered/,
    ],
    "a long text replaced in one that repeats itself": [
      '{{ $p := printf "ab%s" (repeat 200000 "a") }}{{ replace $p "" (repeat 3900000 "a") | len }}',
      /^rendered/,
    ],
    "a pattern sought in a text that repeats its beginning": [
      '{{ $p := printf "ab%s" (repeat 20000 "a") }}{{ regexMatch $p (repeat 3900000 "a") }}',
      /^rendered/,
    ],
    "keys that are long alike, sorted in each of many rounds": [
      '{{ $m := dict }}{{ $k := repeat 50000 "k" }}{{ range until 300 }}{{ $_ := set $m (printf "%s%d" $k .) 1 }}{{ end }}{{ range until 200000 }}{{ $_ := keys $m }}{{ end }}',
      /BudgetError/,
    ],
    "lists of lists printed side by side": [
      `{{ $m := until 200000 }}{{ cat ${"$m ".repeat(500)} | len }}`,
      /BudgetError/,
    ],
    "operands without end given to tpl": [
      '{{ tpl (printf "{{ list %s | len }}" (repeat 1900000 "1 ")) . }}',
      /BudgetError/,
    ],
    "documents without end": ['{{ repeat 500000 "---\\n{}\\n" }}', /BudgetError/],
    "a template of a million actions given to tpl": ['{{ tpl (repeat 1000000 "{{1}}") . }}', /BudgetError/],
    "widths of a million": ['{{ range until 1000 }}{{ printf "%1000000d" 1 }}{{ end }}', /BudgetError/],
    "an include of itself": [
      '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}',
      /nested reference name: x/,
    ],
    // Helm 4.2.4 names the one that was included first; where the machine's stack ends before helm's limit does not show.
    ...Object.fromEntries(
      ["a", "b", "c"].map((first): [string, [string, RegExp]] => [
        `a circle of includes, from ${first} on`,
        [
          `${["ab", "bc", "ca"].map(([one, next]) => `{{ define "${one}" }}${"{{ if true }}".repeat(12)}{{ include "${next}" . }}${"{{ end }}".repeat(12)}{{ end }}`).join("")}{{ include "${first}" . }}`,
          new RegExp(`nested reference name: ${first}:`),
        ],
      ]),
    ),
    "a circle of an include and a template": [
      '{{ define "x" }}{{ template "y" . }}{{ end }}{{ define "y" }}{{ include "x" . }}{{ end }}{{ template "y" . }}',
      /nested reference name: x:/,
    ],
    "a template of itself": [
      '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
      /exceeded maximum template depth/,
    ],
    "tpl of itself": ["{{ tpl .Values.t . }}", /BudgetError|RenderError/],
    "a map that holds itself twice": [
      '{{ $_ := set .Values "a" .Values }}{{ $_ := set .Values "b" .Values }}{{ print .Values }}',
      /BudgetError/,
    ],
    "blocks without end": ["{{ if true }}".repeat(50_000), /RenderError/],
    "parentheses without end": [`{{ ${"(".repeat(50_000)} }}`, /RenderError/],
  };
  for (const [name, [text, expected]] of Object.entries(charts)) {
    test(`with ${name}`, { timeout: 30_000 }, () => {
      const { said, took } = failure(text, 't: "{{ tpl .Values.t . }}"\n');
      expect(said).toMatch(expected);
      expect(took).toBeLessThan(patience);
    });
  }
});

test.each([
  ["indented", "indent 4", 2_600_000],
  ["in base64", "b64enc", 3_000_000],
  ["as YAML", 'toString | dict "a" | toYaml', 2_600_000],
])("a file of two megabytes is %s", (_, does, least) => {
  const line = `{"title": "a panel", "expr": "rate(x[5m])"}\n`;
  const files = [
    { path: "Chart.yaml", text: "name: c\nversion: 1.0.0\napiVersion: v2\n" },
    { path: "files/dashboard.json", text: line.repeat(50_000) },
    { path: "templates/s.yaml", text: `{{ .Files.Get "files/dashboard.json" | ${does} }}` },
  ];
  expect(renderTemplates(files)["c/templates/s.yaml"]?.length).toBeGreaterThan(least * 0.8);
});

test("what a chart may ask for grows with its size", () => {
  const loops = "{{ $n := until 900 }}{{ range $n }}{{ range $n }}{{ $_ := list 1 }}{{ end }}{{ end }}a: 1\n";
  const files = [
    { path: "Chart.yaml", text: "name: c\nversion: 1.0.0\napiVersion: v2\n" },
    { path: "templates/s.yaml", text: loops },
  ];
  expect(() => renderTemplates(files)).toThrow("more work than any chart may");
  const large = [...files, { path: "files/data.txt", text: "x".repeat(1_000_000) }];
  expect(renderTemplates(large)).toEqual({ "c/templates/s.yaml": "a: 1\n" });
});

test.each([12, 60])(
  "a circle of includes is told at the include of the one that was first, %d blocks deep",
  (blocks) => {
    const text = `{{ define "a" }}
${"{{ if true }}".repeat(blocks)}{{ include "b" . }}${"{{ end }}".repeat(blocks)}
{{ end }}{{ define "b" }}

{{ include "a" . }}
{{ end }}{{ include "a" . }}`;
    const chart = [
      { path: "Chart.yaml", text: "name: c\nversion: 1.0.0\napiVersion: v2\n" },
      { path: "templates/s.yaml", text },
    ];
    expect(() => renderTemplates(chart)).toThrow(
      expect.objectContaining({ line: 5, message: expect.stringContaining("nested reference name: a:") }) as Error,
    );
  },
);

describe("what schemas ask of values", () => {
  const chart = (folder: string, name: string, schema: object, values: string) => [
    { path: `${folder}Chart.yaml`, text: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n` },
    { path: `${folder}values.yaml`, text: values },
    { path: `${folder}values.schema.json`, text: JSON.stringify(schema) },
  ];
  const tooMuch = /the schema asks for more work than any may/;

  test("is counted over all subcharts, not for each anew", { timeout: 60_000 }, () => {
    const depth = 20;
    const definitions: Record<string, object> = { [`d${depth}`]: { type: "string" } };
    for (let at = 0; at < depth; at++) {
      const next = { $ref: `#/definitions/d${at + 1}` };
      definitions[`d${at}`] = { anyOf: [next, next] };
    }
    const schema = { $ref: "#/definitions/d0", definitions };
    const files = [
      ...chart("", "c", {}, "{}\n"),
      ...chart("charts/one/", "one", schema, "a: 1\n"),
      ...chart("charts/two/", "two", schema, "a: 1\n"),
    ];
    expect(() => renderTemplates(files)).toThrow(/one:\n- at '': 'anyOf' failed\ntwo:\n- the schema asks for more/);
  });

  test("counts each part of values that are compared with each other, or with what a schema names", {
    timeout: 60_000,
  }, () => {
    const values = (items: number, length: number) =>
      `list:\n${Array.from({ length: items }, (_, at) => `- [${"0, ".repeat(length)}${at}]\n`).join("")}`;
    const unique = { properties: { list: { uniqueItems: true } } };
    expect(() => renderTemplates(chart("", "c", unique, values(1000, 100)))).toThrow(tooMuch);
    expect(() => renderTemplates(chart("", "c", unique, values(100, 100)))).not.toThrow();
    const named = (count: number) => ({
      properties: { list: { items: { enum: [...Array.from({ length: count }, (_, at) => at + 1e6), ...[0, 1, 2]] } } },
    });
    const numbers = (count: number) => `list: [${Array.from({ length: count }, (_, at) => at % 3).join(", ")}]\n`;
    expect(() => renderTemplates(chart("", "c", named(5000), numbers(2000)))).toThrow(tooMuch);
    expect(() => renderTemplates(chart("", "c", named(500), numbers(200)))).not.toThrow();
  });
});

describe("a chart may", () => {
  test("include a template within itself as deep as charts do", () => {
    const define = '{{ define "x" }}{{ if gt (len .) 0 }}a{{ include "x" (rest .) }}{{ end }}{{ end }}';
    expect(failure(`${define}{{ include "x" (until 200) }}`).said).toBe("rendered");
  });

  test("write a text of a million characters piece by piece", () => {
    expect(failure("{{ range until 100000 }}0123456789{{ end }}").said).toBe("rendered");
  });
});
