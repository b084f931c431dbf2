import { describe, expect, test } from "vitest";
import { probeLevels, readChart } from "../../src/chart/index.ts";
import fc from "../properties.ts";
import { shared } from "../shared.ts";
import { textsOf } from "./texts-of.ts";

const head =
  "kind: StatefulSet\nmetadata:\n  name: {{ .Release.Name }}-db\nspec:\n  template:\n    spec:\n      containers:\n        - name: db\n";
const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => (line === "" ? "" : `          ${line}`))
    .join("\n");

function levelOf(probe: string, more: { values?: string; helpers?: string; rendered?: unknown; head?: string } = {}) {
  const chart = readChart([
    { path: "Chart.yaml", text: "name: demo\nversion: 1.0.0\n" },
    { path: "values.yaml", text: more.values ?? "" },
    { path: "templates/sts.yaml", text: `${more.head ?? head}${indented(probe)}\n` },
    { path: "templates/_helpers.tpl", text: more.helpers ?? "" },
  ]);
  const rendered = more.rendered ?? { tcpSocket: { port: 1 }, periodSeconds: 5 };
  const workload = {
    kind: "StatefulSet",
    metadata: { name: "x-db" },
    spec: { template: { spec: { containers: [{ name: "db", livenessProbe: rendered }] } } },
  };
  return probeLevels(chart, "demo/templates/sts.yaml", workload)[0];
}

const socket = "  tcpSocket:\n    port: 1\n";

describe("the level of a probe", () => {
  test("is whole where the value is printed as it is, by whatever way", () => {
    for (const text of [
      "livenessProbe: {{- toYaml .Values.probe | nindent 12 }}",
      "livenessProbe: {{ .Values.probe | toJson }}",
      "{{- with .Values.probe }}\nlivenessProbe:\n  {{- toYaml . | nindent 12 }}\n{{- end }}",
      '{{- range $kind := list "liveness" }}\n{{ $kind }}Probe: {{- get $.Values.probes $kind | toYaml | nindent 12 }}\n{{- end }}',
      '{{- $all := dict "livenessProbe" .Values.probe }}\n{{- toYaml $all | nindent 10 }}',
      '{{- $c := dict }}\n{{- $_ := set $c "livenessProbe" .Values.probe }}\n{{- toYaml $c | nindent 10 }}',
    ]) {
      expect([text, levelOf(text)?.level]).toEqual([text, "whole"]);
    }
  });

  test("is timings beside a literal handler", () => {
    expect(levelOf(`livenessProbe:\n${socket}  {{- omit .Values.probe "enabled" | toYaml | nindent 12 }}`)?.level).toBe(
      "timings",
    );
    expect(levelOf(`livenessProbe:\n${socket}  periodSeconds: {{ .Values.period | default 5 }}`)?.level).toBe(
      "timings",
    );
  });

  test("is enabled-only for a switch that names the probe, literal for any other", () => {
    const text = (path: string) => `{{- if ${path} }}\nlivenessProbe:\n${socket}  periodSeconds: 5\n{{- end }}`;
    expect(levelOf(text(".Values.livenessProbe.enabled"))).toMatchObject({
      level: "enabled-only",
      switches: [["livenessProbe", "enabled"]],
    });
    expect(levelOf(text("(not .Values.diagnosticMode)"))).toMatchObject({ level: "literal", switches: [] });
    expect(levelOf(text(".Values.readinessProbe.enabled"))?.level).toBe("literal");
  });

  test("counts the best branch and tells the one that was rendered, at its line", () => {
    const text = `{{- if .Values.customProbe }}\nlivenessProbe: {{- toYaml .Values.customProbe | nindent 12 }}\n{{- else }}\nlivenessProbe:\n${socket}  periodSeconds: 5\n{{- end }}`;
    expect(levelOf(text)).toMatchObject({
      level: "whole",
      branch: "literal",
      location: { file: "templates/sts.yaml", line: 12, column: 11, endColumn: 24 },
    });
    expect(levelOf(text, { rendered: { exec: { command: ["x"] } } })).toMatchObject({
      level: "whole",
      location: { line: 10 },
    });
  });

  test("follows includes to the define that writes the key", () => {
    const helpers = `{{- define "probe" -}}\n{{- if .on }}\nlivenessProbe:\n${socket}  periodSeconds: {{ .every }}\n{{- end }}\n{{- end -}}`;
    const found = levelOf('{{- include "probe" (dict "on" true "every" .Values.every) | nindent 10 }}', { helpers });
    expect(found).toMatchObject({
      level: "timings",
      values: [["every"]],
      location: { file: "templates/_helpers.tpl", line: 3 },
      via: [{ line: 9 }],
    });
  });

  test("is unknown where a template is not there, and where it calls itself", () => {
    expect(levelOf('livenessProbe: {{- include "elsewhere" . | nindent 12 }}')?.level).toBe("unknown");
    expect(levelOf('{{- include "elsewhere" . | nindent 10 }}')?.level).toBe("unknown");
    const helpers = '{{- define "loop" -}}\n{{ include "loop" . }}\n{{- end -}}';
    expect(levelOf('livenessProbe: {{- include "loop" . | nindent 12 }}', { helpers })?.level).toBe("unknown");
    expect(levelOf("livenessProbe: {{ broken")?.level).toBe("unknown");
  });

  test("is unknown for a template that doubles its text over and over", () => {
    const text = `{{- $x := .Values.a }}\n${"{{- $x = print $x $x }}\n".repeat(40)}livenessProbe: {{ $x }}`;
    expect(["unknown", "whole"]).toContain(levelOf(text)?.level);
    const choices = Array.from(
      { length: 40 },
      (_, at) => `{{- $x = ternary (print $x "a") (print $x "b") .Values.c${at} }}\n`,
    ).join("");
    expect(levelOf(`{{- $x := "" }}\n${choices}livenessProbe: {{ $x }}`)?.level).toBe("unknown");
  });

  test("is not misled by keys that every object inherits", () => {
    expect(levelOf("livenessProbe: {{- toYaml .Values.__proto__.constructor | nindent 12 }}")?.level).toBe("whole");
  });
});

describe("reading a chart", () => {
  test("never throws on any template", () => {
    const piece = fc.constantFrom(
      "{{ if .Values.a }}",
      "{{- end }}",
      "\n",
      "  ",
      "- ",
      "a: ",
      "{{ .Values.b }}",
      "[",
      "}",
      '"',
      "|",
      "# ",
      "{{ toYaml . | nindent 4 }}",
      "---\n",
      "livenessProbe:",
      "{{ range .Values.c }}",
      "&x ",
      "*x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const found = levelOf("", { head: pieces.join("") });
        expect(["unknown", "whole", "timings", "enabled-only", "literal"]).toContain(found?.level);
      }),
      { numRuns: 200 },
    );
  });

  test("tells a file that is no YAML and a dependency that is missing", () => {
    const chart = readChart([
      { path: "Chart.yaml", text: "name: a\ndependencies:\n  - name: b\n" },
      { path: "values.yaml", text: "a: [" },
    ]);
    expect(chart.problems.map((one) => one.file)).toEqual(expect.arrayContaining(["Chart.yaml", "values.yaml"]));
  });

  const lab = shared("lab");
  test.skipIf(lab === undefined)("finds the probes of the lab's charts to be whole", () => {
    for (const name of ["golang-app", "golang-app-first-try", "python-app"]) {
      const chart = readChart(textsOf(`${lab}/${name}`));
      expect(chart.problems).toEqual([]);
      const probe = { httpGet: { path: "/health", port: "http" } };
      const containers = [{ name: chart.name, livenessProbe: probe, readinessProbe: probe }];
      const workload = {
        kind: "StatefulSet",
        metadata: { name: chart.name },
        spec: { template: { spec: { containers } } },
      };
      const levels = probeLevels(chart, `${chart.name}/templates/statefulset.yaml`, workload);
      expect(levels.map((one) => one.level)).toEqual(["whole", "whole"]);
    }
  });
});
