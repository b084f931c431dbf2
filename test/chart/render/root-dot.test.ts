import { describe, expect, test } from "vitest";
import { renderTemplates } from "../../../src/chart/render/render-templates.ts";

/** What helm 4.2.4 and 3.21.4 print for each, with `Values` for `common.Values` and `chartutil.Values`. */
const rows: Readonly<Record<string, string>> = {
  "{{ typeOf . }}": "Values",
  "{{ typeOf .Template }}": "Values",
  "{{ typeOf .Subcharts }}": "map[string]interface {}",
  "{{ typeOf .Subcharts.sub }}": "map[string]interface {}",
  "{{ typeOf .Subcharts.sub.Values }}": "Values",
  '{{ include "type" . }}': "Values",
  '{{ tpl "{{ typeOf . }}" . }}': "Values",
  "{{ with . }}{{ typeOf . }}{{ end }}": "Values",
  '{{ typeOf (dict "root" .).root }}': "Values",
  "{{ typeOf (deepCopy .) }}": "Values",
  '{{ typeOf (merge . (dict "a" 1)) }}': "map[string]interface {}",
  '{{ typeOf (omit . "Files") }}': "map[string]interface {}",
  "{{ typeOf .AsMap }}": "map[string]interface {}",
  '{{ $_ := set . "AsMap" 3 }}{{ typeOf .AsMap }}': "map[string]interface {}",
  '{{ .PathValue "Values.a.b" }}': "x",
  '{{ .PathValue "Release.Name" }}': "r",
  '{{ .PathValue "Subcharts.sub.Values.z" }}': "w",
  '{{ .Template.PathValue "Name" }}': "c/templates/t.yaml",
  '{{ (.Table "Values").PathValue "a.b" }}': "x",
  '{{ dig "Release" "Name" 1 .AsMap }}': "r",
};

function render(helm: "3" | "4", text: string): string | undefined {
  const chart = (name: string) => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;
  const rendered = renderTemplates(
    [
      { path: "Chart.yaml", text: chart("c") },
      { path: "values.yaml", text: "a: {b: x}\n" },
      { path: "templates/_helpers.tpl", text: '{{ define "type" }}{{ typeOf . }}{{ end }}' },
      { path: "templates/t.yaml", text },
      { path: "charts/sub/Chart.yaml", text: chart("sub") },
      { path: "charts/sub/values.yaml", text: "z: w\n" },
      { path: "charts/sub/templates/s.yaml", text: '{{ typeOf . }} {{ .PathValue "Values.z" }}' },
    ],
    { helm, release: { name: "r" } },
  );
  expect(rendered["c/charts/sub/templates/s.yaml"]).toBe(`${valuesOf(helm)} w`);
  return rendered["c/templates/t.yaml"];
}

function valuesOf(helm: "3" | "4"): string {
  return helm === "4" ? "common.Values" : "chartutil.Values";
}

describe.each(["3", "4"] as const)("the dot that a template begins with, under Helm %s", (helm) => {
  test.each(Object.entries(rows))("%s", (text, printed) => {
    expect(render(helm, text)).toBe(printed === "Values" ? valuesOf(helm) : printed);
  });

  test("is no map for dig", () => {
    expect(() => render(helm, '{{ dig "Release" "Name" 1 . }}')).toThrow(
      `interface {} is ${valuesOf(helm)}, not map[string]interface {}`,
    );
  });
});
