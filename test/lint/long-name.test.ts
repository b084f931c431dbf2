import { expect, test } from "vitest";
import { lintChart } from "../../src/index.ts";

const set = (name: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec: {}
`;

const helpOf = (files: Record<string, string>) =>
  lintChart(
    Object.entries({ "Chart.yaml": "{ apiVersion: v2, name: db, version: 0.1.0 }", ...files }).map(([path, text]) => ({
      path,
      text,
    })),
    { rules: { "name-may-grow-too-long": "info" } },
  ).findings.flatMap(({ rule, help }) => (rule === "name-may-grow-too-long" ? [help] : []));

const fullname = `{{- define "db.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 }}
{{- else }}
{{- printf "%s-database-of-the-shop" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}`;
const lowered =
  "lower `trunc 63` in templates/_helpers.tpl:3 and 5 so that all of the set's name has at most 52 characters";

test("names the lines of the helper that cut too late, and the value that names the set in its place", () => {
  const files = { "templates/_helpers.tpl": fullname };
  const help = [`${lowered}; until then give a long release a shorter \`fullnameOverride\``];
  expect(helpOf({ ...files, "templates/a.yaml": set('{{ include "db.fullname" . }}') })).toEqual(help);
  expect(helpOf({ ...files, "templates/a.yaml": set('{{ template "db.fullname" . }}') })).toEqual(help);
  const ahead = `{{- $name := include "db.fullname" . }}\n${set("{{ $name }}")}`;
  expect(helpOf({ ...files, "templates/a.yaml": ahead })).toEqual(help);
});

test("names the value as the chart around a subchart has it, and no value that the template does not ask for", () => {
  const sub = {
    "charts/cache/Chart.yaml": "{ apiVersion: v2, name: cache, version: 0.1.0 }",
    "charts/cache/templates/a.yaml": set('{{ .Values.fullnameOverride | default (printf "%s-cache" .Release.Name) }}'),
  };
  expect(helpOf(sub)).toEqual([
    "truncate the name so that all of the set's name has at most 52 characters; until then give a long release a shorter `cache.fullnameOverride`",
  ]);
  const plain = { "templates/a.yaml": set("{{ .Release.Name }}-database-of-the-shop") };
  expect(helpOf(plain)).toEqual(["truncate the name so that all of the set's name has at most 52 characters"]);
});

test("tells each of several sets that one template prints", () => {
  const loop = `{{- range list "a" "of-the-shop" }}\n---\n${set("{{ $.Release.Name }}-{{ . }}")}{{ end }}`;
  expect(helpOf({ "templates/a.yaml": loop })).toHaveLength(2);
});
