import { describe, expect, test } from "vitest";
import { probeLevels, readChart } from "../../src/chart/index.ts";
import { renderChart } from "../../src/chart/render/render-chart.ts";
import { renderProblem } from "../../src/lint/traces/lint-chart.ts";
import { shared } from "../shared.ts";
import { textsOf } from "./texts-of.ts";

/** Far more than any of these takes, and far less than the hours or the memory that they would take unbounded. */
const patience = 60_000;

const statefulSet = (labels: string, probe: string) =>
  [
    "kind: StatefulSet",
    "metadata:",
    "  name: s",
    `  labels: ${labels}`,
    "spec:",
    "  template:",
    "    spec:",
    "      containers:",
    "        - name: main",
    `          livenessProbe: ${probe}`,
    "",
  ].join("\n");

const workload = {
  kind: "StatefulSet",
  metadata: { name: "s" },
  spec: { template: { spec: { containers: [{ name: "main", livenessProbe: { periodSeconds: 5 } }] } } },
};

const chartOf = (templates: Readonly<Record<string, string>>) =>
  readChart([
    { path: "Chart.yaml", text: "name: c\nversion: 1.0.0\n" },
    { path: "values.yaml", text: "p: {periodSeconds: 5}\nq: 1\n" },
    ...Object.entries(templates).map(([name, text]) => ({ path: `templates/${name}`, text })),
  ]);

const levelOf = (text: string) => probeLevels(chartOf({ "s.yaml": text }), "c/templates/s.yaml", workload)[0]?.level;

const plain = "{{ toYaml .Values.p | nindent 12 }}";
const doubled = (step: string, times: number) => `{{ $x := list 1 2 }}${step.repeat(times)}`;

/** As helpers do that take an image's tag from one of many values. */
function setUnderTwo(times: number): string {
  const step = (i: number) => `{{ if and .Values.a${i} .Values.b${i} }}{{ $x = .Values.c${i} | toString }}{{ end }}`;
  return `{{ $x := "" }}${Array.from({ length: times }, (_, i) => step(i)).join("")}`;
}

function callingTwice(depth: number): string {
  const helpers = Array.from({ length: depth }, (_, i) => {
    const next = `{{ include "x${i + 1}" . }}`;
    return `{{ define "x${i}" }}${next}${next}{{ end }}`;
  });
  return `${helpers.join("")}{{ define "x${depth}" }}a{{ end }}`;
}

describe("the probes of a hostile chart are found or unknown, in bounded time and memory", () => {
  const folder = shared("hostile");
  const sharedCharts = { concat: "whole", merge: "unknown", recursion: "unknown", recursion2: "unknown" };
  for (const [name, level] of Object.entries(sharedCharts)) {
    test.skipIf(folder === undefined)(`the shared chart ${name}`, { timeout: patience }, () => {
      const chart = readChart(textsOf(`${folder}/03-chart-${name}`));
      expect(probeLevels(chart, "c/templates/s.yaml", workload)[0]?.level).toBe(level);
    });
  }

  const charts: readonly (readonly [name: string, level: string, text: string])[] = [
    ["a list joined with itself", "whole", doubled("{{ $x = concat $x $x }}", 60) + statefulSet("{}", plain)],
    [
      "a dictionary in itself",
      "unknown",
      doubled('{{ $x = dict "a" $x "b" $x }}', 60) + statefulSet("{}", "{{ toYaml $x }}"),
    ],
    [
      "a text printed twice into itself",
      "whole",
      doubled('{{ $x = printf "%s%s" $x $x }}', 60) + statefulSet("{{ $x }}", plain),
    ],
    [
      "a variable that is set under two conditions, again and again",
      "whole",
      setUnderTwo(60) + statefulSet("{{ $x }}", plain),
    ],
    [
      "branches that double",
      "unknown",
      doubled("{{ if .Values.q }}{{ $x = list $x 1 }}{{ else }}{{ $x = list $x 2 }}{{ end }}", 300) +
        statefulSet("{{ $x }}", plain),
    ],
    [
      "a helper that includes itself many times",
      "unknown",
      `{{ define "x" }}${'{{ include "x" . }}'.repeat(50)}{{ end }}${statefulSet('{{ include "x" . }}', plain)}`,
    ],
    ["helpers that include each other twice", "unknown", callingTwice(60) + statefulSet('{{ include "x0" . }}', plain)],
    ["a path of 80,000 names", "whole", statefulSet(`{{ .Values${".a".repeat(80_000)} }}`, plain)],
    ["a pipe of 40,000 commands", "unknown", statefulSet(`{{ .Values.q${" | quote".repeat(40_000)} }}`, plain)],
    [
      "loops in loops",
      "whole",
      statefulSet(`${"{{ range $i := until 1000 }}".repeat(12)}x${"{{ end }}".repeat(12)}`, plain),
    ],
  ];
  for (const [name, level, text] of charts) {
    test(name, { timeout: patience }, () => {
      expect(levelOf(text)).toBe(level);
    });
  }

  test("many templates share what one chart may cost", { timeout: patience }, () => {
    const text = doubled("{{ $x = concat $x $x }}", 13) + statefulSet("{{ $x }}", plain);
    const names = Array.from({ length: 200 }, (_, i) => `s${i}.yaml`);
    const chart = chartOf(Object.fromEntries(names.map((name) => [name, text])));
    const levels = names.map((name) => probeLevels(chart, `c/templates/${name}`, workload)[0]?.level);
    expect(levels.at(-1)).toBe("unknown");
  });

  test("the same chart with an end to its doubling keeps its probe", () => {
    expect(levelOf(doubled("{{ $x = concat $x $x }}", 3) + statefulSet("{{ $x }}", plain))).toBe("whole");
  });
});

test("a chart that is given up names the template that asked for too much, and what to look for", () => {
  const text = `{{ define "x" }}{{ include "x" . }}{{ include "x" . }}{{ end }}{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}`;
  const files = [
    { path: "Chart.yaml", text: "apiVersion: v2\nname: c\nversion: 1.0.0\n" },
    { path: "templates/a.yaml", text: "a: b\n" },
    { path: "templates/s.yaml", text },
  ];
  let problem: unknown;
  try {
    renderChart(files);
  } catch (error) {
    problem = renderProblem(error);
  }
  expect(problem).toMatchObject({
    kind: "not-rendered",
    file: "templates/s.yaml",
    message: expect.stringMatching(/given up in this file.*includes itself/),
  });
});
