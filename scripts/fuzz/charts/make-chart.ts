import type { TextFile } from "../../../src/chart/chart.ts";
import type { RenderOptions } from "../../../src/chart/render/render-options.ts";
import { readManifests } from "../../../src/index.ts";
import type { Choices } from "../choices.ts";
import { odd } from "../odd.ts";
import { anyTemplate, helpers, setTemplate } from "./templates.ts";
import { assignment, overText, valuesText } from "./values.ts";

const dependencies: readonly string[] = [
  "- {name: sub, version: 1.0.0}",
  "- {name: sub, version: 1.0.0, condition: flag, alias: other}",
  "- {name: sub, version: '>=2', tags: [a], import-values: [data, {child: a, parent: sub}]}",
  "- {name: missing, version: 1.0.0, repository: https://charts.example.com}",
];

function metadata(choices: Choices, name: string, withSub: boolean): string {
  const version = choices.odd(6) ? choices.of(odd) : "1.0.0";
  const own = `apiVersion: v2\nname: ${choices.odd(10) ? choices.of(odd) : name}\nversion: ${version}\nappVersion: "16"\n`;
  return withSub
    ? `${own}dependencies:\n${choices.several(choices.odd(2) ? 3 : 1, () => `  ${choices.of(dependencies)}\n`).join("")}`
    : own;
}

const schemas: readonly string[] = [
  '{"type": "object", "properties": {"replicas": {"type": "integer", "minimum": 1}, "flag": {"const": true}}}',
  '{"properties": {"name": {"pattern": "^(a+)+$"}, "list": {"items": {"$ref": "#/definitions/a"}}}, "definitions": {"a": {"$ref": "#/definitions/a"}}}',
  '{"$schema": "https://json-schema.org/draft/2020-12/schema", "additionalProperties": false}',
  '{"oneOf": [{"required": ["name"]}, {"not": {}}], "dependencies": {"a": ["b"]}}',
  "{",
  "[]",
  '{"type": "nothing"}',
  '{"$ref": "https://example.com/schema.json"}',
];

/** A chart made from scratch: a set as charts write it, perhaps a subchart, a schema, notes, files, and any template at all. */
export function madeChart(choices: Choices): TextFile[] {
  const hasSub = choices.once(4);
  const files: TextFile[] = [
    { path: "Chart.yaml", text: metadata(choices, "c", hasSub) },
    { path: "values.yaml", text: valuesText(choices) },
    { path: "templates/_helpers.tpl", text: helpers(choices) },
    { path: "templates/set.yaml", text: setTemplate(choices) },
  ];
  const add = (once: number, path: string, text: () => string) => {
    if (choices.once(once)) files.push({ path, text: text() });
  };
  add(2, "templates/any.yaml", () => anyTemplate(choices));
  add(6, "templates/NOTES.txt", () => anyTemplate(choices));
  add(4, "values.schema.json", () => (choices.odd(1) ? choices.of(schemas) : '{"properties": {"list": {}}}'));
  add(4, "conf/main.conf", () => `a = {{ .Values.name }}\nserver.1=db-0.db\n${choices.of(odd)}\n`);
  add(4, "ci/one-values.yaml", () => overText(choices));
  add(8, "ci/two-values.yaml", () => overText(choices));
  add(
    12,
    "crds/crd.yaml",
    () => "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n",
  );
  add(12, ".helmignore", () => choices.of(["templates/any.yaml\n", "*\n!templates\n", "[\n", "**/\n"]));
  add(
    16,
    `templates/${choices.of(["tests/t.yaml", "\u001b[31m.yaml", "::error ::x.yaml", "__proto__.yaml", "a b.yaml"])}`,
    () => setTemplate(choices),
  );
  if (hasSub) {
    files.push({ path: "charts/sub/Chart.yaml", text: metadata(choices, "sub", false) });
    files.push({ path: "charts/sub/values.yaml", text: valuesText(choices) });
    files.push({ path: "charts/sub/templates/set.yaml", text: setTemplate(choices).replaceAll("c.name", "sub.name") });
    files.push({ path: "charts/sub/templates/_helpers.tpl", text: helpers(choices).replaceAll('"c.', '"sub.') });
  }
  return files;
}

const versions = ["1.30.0", "v1.37.1", "1", "x", "1.99.0-gke.1+a"] as const;

/** How a chart is rendered; as `helm template` does at first. */
export function renderOptions(choices: Choices): RenderOptions {
  const options: { -readonly [Key in keyof RenderOptions]: RenderOptions[Key] } = { now: new Date(0) };
  if (choices.once(3)) options.values = choices.several(2, () => valuesOf(overText(choices)));
  if (choices.once(4)) options.set = choices.several(2, () => assignment(choices));
  if (choices.odd(3)) options.setString = [assignment(choices)];
  if (choices.odd(3))
    options.setJson = [`${choices.of(["list", "name", "a.b"])}=${choices.of(['{"a": 1}', "[1", "null", "1e400"])}`];
  if (choices.odd(3)) options.setLiteral = [assignment(choices)];
  if (choices.odd(3)) options.setFile = [`text=${choices.of(["conf/main.conf", "none", "../x"])}`];
  if (choices.odd(3)) options.showOnly = [choices.of(["templates/set.yaml", "templates/*", "none", "charts/**"])];
  if (choices.once(3)) options.helm = "3";
  if (choices.once(8)) options.noHooks = true;
  if (choices.once(8)) options.includeCrds = true;
  if (choices.odd(3))
    options.release = { name: choices.of(["db", "Db", "a".repeat(60), "::error::"]), isUpgrade: true };
  if (choices.odd(3)) options.capabilities = { kubeVersion: choices.of(versions), apiVersions: ["a/v1", ""] };
  return options;
}

/** What a values file is read as; nothing where it cannot be read. */
function valuesOf(text: string): object {
  const value = readManifests([{ name: "values", text }]).documents[0]?.value;
  return typeof value === "object" && value !== null ? value : {};
}
