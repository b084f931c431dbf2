import { expect, test } from "vitest";
import { format, lint, plan } from "../../src/index.ts";
import { fixDiff } from "../../src/report/fix-diff.ts";
import { formatNames } from "../../src/report/format.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { planMermaid } from "../../src/report/plan/mermaid.ts";
import { planText } from "../../src/report/plan/text.ts";
import { printableJson } from "../../src/report/printable.ts";
import fc from "../properties.ts";

const part = fc.constantFrom(
  "::error ::x",
  "::error file=a,line=1::pwned",
  "::set-output name=a::b",
  "##[command]x",
  "##vso[task.setvariable variable=x]y",
  "##VSO[task.complete]",
  "##teamcity[buildStatus text='x']",
  "#",
  "##",
  "[",
  "::",
  "\n",
  "\r\n",
  "\u2028",
  " ",
  "\t",
  "a",
  "word word word",
  "\u001b[0m",
);
const hostile = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));

/** A set that many rules speak about, with the text wherever a manifest may hold text. */
function manifest(text: string, image: string): string {
  const spec = {
    servicename: "web",
    serviceName: text,
    replicas: -1,
    updateStrategy: { rollingUpdate: { partition: 3 } },
    selector: { matchLabels: { app: "web", [text]: text } },
    template: {
      metadata: { labels: { app: "web", [text]: text } },
      spec: {
        volumes: [{ name: text, emptyDir: {} }],
        containers: [
          { name: text, image, command: [text], volumeMounts: [{ name: `${text}x`, mountPath: "/d" }], [text]: 1 },
        ],
      },
    },
    volumeClaimTemplates: [{ metadata: { name: text, labels: { version: text } }, spec: {} }],
  };
  return JSON.stringify(
    { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: text, namespace: text }, spec },
    undefined,
    1,
  );
}

function commandsIn(text: string): string[] {
  return text
    .split(/[\r\n\u2028]/)
    .filter((line) => /^\s*::[a-z]/i.test(line) || /##(?:\[|vso\[|teamcity\[)/i.test(line));
}

test("no line of a report, a diff or a plan is a workflow command, whatever names, labels and files are called", () => {
  fc.assert(
    fc.property(hostile, hostile, (text, name) => {
      const file = `${name}.yaml`;
      const source = `# Source: ${name.replace(/\s/g, "")}/templates/x.yaml\n`;
      const inputs = [
        { name: file, text: manifest(text, "x:1") },
        {
          name: `${file}2`,
          text: `${source}kind: ${JSON.stringify(text)}\nnote: "${text.replace(/["\n\r\\]/g, "")}\n`,
        },
      ];
      const report = lint(inputs, { preset: "all" });
      for (const one of formatNames) {
        for (const width of [undefined, 40]) {
          const out = format(one, report, width === undefined ? {} : { width });
          const own = one === "github" ? out.replace(/^::(?:error|warning|notice) file=/gm, "") : out;
          expect(commandsIn(own), one).toEqual([]);
        }
      }
      const texts = new Map(inputs.map((input) => [input.name, input.text]));
      expect(commandsIn(fixDiff(report, (input) => texts.get(input)))).toEqual([]);
      const made = plan([{ name: file, text: manifest(text, "x:2") }], {
        against: [{ name: file, text: manifest(text, "x:1") }],
      });
      for (const write of [planText, planMermaid, planHtml, printableJson]) expect(commandsIn(write(made))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("JSON loses nothing of it", () => {
  const text = "##[add-mask]z ##vso[x]y ####[";
  expect(JSON.parse(printableJson({ text }))).toEqual({ text });
  expect(printableJson({ text })).not.toContain("##[");
});
