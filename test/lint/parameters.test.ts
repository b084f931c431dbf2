import { expect, test } from "vitest";
import { lintChart } from "../../src/index.ts";
import { helpParts } from "../../src/report/help-text.ts";

const chart = (template: string, values = "name: db\n") => [
  { path: "Chart.yaml", text: "apiVersion: v2\nname: db\nversion: 0.1.0\n" },
  { path: "values.yaml", text: values },
  { path: "templates/db-statefulset.yaml", text: template },
];

const head = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n";

/** What a report shows of the help: lines to paste as they are to be pasted. */
const helpOf = (rule: string, template: string, values?: string) => {
  const { findings } = lintChart(chart(template, values), { preset: "all" });
  const help = findings.find((finding) => finding.rule === rule)?.help;
  return (
    help &&
    helpParts(help)
      .flatMap((part) => ("paste" in part ? part.paste : part.words))
      .join("\n")
  );
};

/** The lines of the help that go into a template, and those for the values file. */
const parts = (help = "") => help.split("and add to values.yaml:\n");

test("a fixed setting comes with the lines for the template and its value with today's text", () => {
  const [template, values] = parts(
    helpOf("setting-not-parameterized", `${head}  replicas: 3\n  updateStrategy:\n    type: OnDelete\n`),
  );
  expect(template).toContain("at templates/db-statefulset.yaml:6:\n  replicas: {{ .Values.db.replicas }}\n");
  expect(template).toContain("  updateStrategy: {{- toYaml .Values.db.updateStrategy | nindent 4 }}\n");
  expect(values).toContain("db:\n  replicas: 3\n");
  expect(values).toContain("  updateStrategy:\n    type: OnDelete");
});

test("a name that the chart's values have already is not taken again", () => {
  expect(helpOf("setting-not-parameterized", `${head}  replicas: 3\n`, "db: { replicas: 7 }\n")).toContain(
    ".Values.statefulSet.db.replicas",
  );
});

test("lines that are pasted behind values of that name would replace them: the name is another one then", () => {
  expect(helpOf("setting-not-parameterized", `${head}  replicas: 3\n`, "db: { image: a }\n")).toContain(
    "statefulSet:\n  db:\n    replicas: 3",
  );
});

test("a file in a folder of its name says the name once", () => {
  const files = chart(`${head}  replicas: 3\n`).map(({ path, text }) => ({
    path: path.replace("templates/", "templates/db/"),
    text,
  }));
  expect(
    lintChart(files, { preset: "all" })
      .findings.map(({ help }) => help)
      .join(),
  ).toContain(".Values.db.replicas");
});

test("replicas that an autoscaler sets are no setting that a value has to reach", () => {
  const scaler = `${head}  template: {}\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: db\nspec:\n  minReplicas: 2\n  maxReplicas: 5\n  scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: db }\n`;
  const { findings } = lintChart(chart(scaler), { preset: "all" });
  const fixed = findings.find(({ rule }) => rule === "setting-not-parameterized");
  expect(fixed?.message).toContain("podManagementPolicy");
  expect(fixed?.message).not.toContain("replicas");
});

const probe = (port: string) => `${head}  template:
    spec:
      containers:
        - name: db
          livenessProbe:
            tcpSocket: { port: ${port} }
            periodSeconds: 5
`;

test("a literal probe comes with its whole text as the value", () => {
  const [template, values] = parts(helpOf("probe-not-parameterized", probe("5432")));
  expect(template).toContain("          livenessProbe: {{- toYaml .Values.db.livenessProbe | nindent 12 }}\n");
  expect(values).toBe("db:\n  livenessProbe:\n    tcpSocket: { port: 5432 }\n    periodSeconds: 5");
});

test("where the template has other text than was rendered, nothing rendered is offered as a default", () => {
  expect(helpOf("probe-not-parameterized", probe("{{ .Release.Revision }}"))).not.toContain("and add to");
});

test("the lines, pasted, render as before and leave nothing to say", () => {
  const help = helpOf("probe-not-parameterized", probe("5432")) ?? "";
  const [template = "", values = ""] = parts(help);
  const line = template.split("\n").find((text) => text.includes("toYaml")) ?? "";
  const pasted = chart(probe("5432").replace(/ {10}livenessProbe:[\s\S]*$/, `${line}\n`), `name: db\n${values}\n`);
  const report = lintChart(pasted, { preset: "all" });
  expect(report.problems).toEqual([]);
  expect(report.findings.map(({ rule }) => rule)).not.toContain("probe-not-parameterized");
});
