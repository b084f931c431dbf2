import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url).pathname;

test("the library runs where there is no Node: bundled for a browser, with a browser's globals only", async () => {
  const { outputFiles } = await build({
    entryPoints: [`${root}src/index.ts`],
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "stsLint",
    target: "chrome120",
    write: false,
    logLevel: "silent",
  });
  const code = outputFiles[0]?.text ?? "";
  const context = createContext({
    TextDecoder,
    TextEncoder,
    atob,
    text: readFileSync(`${root}examples/python-app.yaml`, "utf8"),
  });
  runInContext(code, context);
  const printed: unknown = runInContext(
    'stsLint.format("concise", stsLint.lint([{ name: "python-app.yaml", text }]))',
    context,
  );
  expect(printed).toContain("python-app.yaml:51:16: error[governing-service-not-headless]");
});
