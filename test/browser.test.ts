import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url).pathname;

/** A module of the library in a context with a browser's globals only, and `given`. */
async function inBrowser(entry: string, given: object) {
  const { outputFiles } = await build({
    entryPoints: [`${root}${entry}`],
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "stsLint",
    target: "chrome120",
    write: false,
    logLevel: "silent",
  });
  const context = createContext({ TextDecoder, TextEncoder, atob, ...given });
  runInContext(outputFiles[0]?.text ?? "", context);
  return (code: string): unknown => runInContext(code, context);
}

test("the library runs where there is no Node: bundled for a browser, with a browser's globals only", async () => {
  const run = await inBrowser("src/index.ts", { text: readFileSync(`${root}examples/python-app.yaml`, "utf8") });
  const printed = run('stsLint.format("concise", stsLint.lint([{ name: "python-app.yaml", text }]))');
  expect(printed).toContain("python-app.yaml:51:16: error[governing-service-not-headless]");
});

test("the renderer alone renders a chart there, and says where a node comes from", async () => {
  const files = [
    { path: "Chart.yaml", text: "{ apiVersion: v2, name: db, version: 0.1.0 }" },
    { path: "values.yaml", text: "image: db:1.2\n" },
    { path: "templates/a.yaml", text: 'tag: {{ regexFind "[0-9.]+$" .Values.image | quote }}\n' },
  ];
  const run = await inBrowser("src/chart.ts", { files });
  run("rendered = stsLint.renderChart(files)");
  expect(run("rendered.text")).toBe('---\n# Source: db/templates/a.yaml\ntag: "1.2"\n');
  expect(run('JSON.stringify(rendered.documents[0].trace(["tag"]))')).toContain(
    '"values":[{"path":["image"],"file":"values.yaml","line":1',
  );
});
