import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

/*
 * Builds the command line: dist/bin/sts-lint.cjs, one bundled and minified file with everything of ours, without
 * run-time dependencies. What most runs never need stands beside it, one file each, and is loaded when it is needed:
 * commander (src/cli/command-line.ts: only where there is an option or a command), the reader of schemas (src/cli/read-config.ts: only
 * with a configuration), tinyglobby (src/cli/find-files.ts: only for globs) and the rules' examples.
 * Inside the one file they would cost a quarter of Node's own start-up, because V8 reads every function at least once.
Our own modules are never imported dynamically: esbuild would wrap each of them in a function that V8 compiles twice.
 * The `yaml` package is only used in tests, kubernetes-types only for types.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}dist/bin`;

/** What is loaded on demand: how it is imported, the file it gets, and what the file holds. */
const beside: readonly { readonly path: string; readonly file: string; readonly contents: string }[] = [
  { path: "commander", file: "commander.cjs", contents: 'module.exports = require("commander")' },
  {
    path: "@cfworker/json-schema",
    file: "json-schema.cjs",
    contents: 'module.exports = require("@cfworker/json-schema")',
  },
  { path: "tinyglobby", file: "tinyglobby.cjs", contents: 'module.exports = require("tinyglobby")' },
  {
    path: "./rule-examples.generated.ts",
    file: "rule-examples.cjs",
    contents: 'export { ruleExamples } from "./src/cli/rule-examples.generated.ts"',
  },
  {
    path: "../model/known-gates.ts",
    file: "known-gates.cjs",
    contents: 'export { isKnownGate, nearestGate } from "./src/model/known-gates.ts"',
  },
  {
    path: "../render-room.ts",
    file: "render-room.cjs",
    contents:
      'export { changedTexts, chartFixes, frozenChart, frozenPrinters, renderOwn } from "./src/cli/render-room.ts"',
  },
  {
    path: "./import-module.ts",
    file: "import-module.cjs",
    contents: 'export { importModule } from "./src/cli/import-module.ts"',
  },
];

const options = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
} as const;

const loadedOnDemand: Plugin = {
  name: "loaded-on-demand",
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path }) => {
      // Our own modules are named from more than one folder.
      const nameOf = (one: string) => (one.startsWith(".") ? one.slice(one.lastIndexOf("/")) : one);
      const found = beside.find((one) => nameOf(one.path) === nameOf(path));
      return found === undefined ? undefined : { path: `./${found.file}`, external: true };
    });
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  ...options,
  entryPoints: ["bin/start.ts"],
  outfile: `${out}/sts-lint.cjs`,
  banner: { js: "#!/usr/bin/env node" },
});
await build({
  ...options,
  entryPoints: ["bin/sts-lint.ts"],
  outfile: `${out}/program.cjs`,
  // An expression, so that bin/start.ts can run the file as it is.
  banner: { js: "(function (require, __dirname) {" },
  footer: { js: "})" },
  plugins: [loadedOnDemand],
  // `require` in place of `import()`: it spares the start of Node's other loader.
  supported: { "dynamic-import": false },
});
await build({ ...options, entryPoints: ["bin/action.ts"], outfile: `${out}/action.cjs` });
for (const { file, contents } of beside) {
  await build({ ...options, stdin: { contents, resolveDir: root, loader: "js" }, outfile: `${out}/${file}` });
}
chmodSync(`${out}/sts-lint.cjs`, 0o755);
execFileSync(
  process.execPath,
  [`${root}scripts/build-bytecode.cjs`, `${out}/program.cjs`, `${root}scripts/build-sample.yaml`],
  {
    stdio: ["ignore", "ignore", "inherit"],
  },
);
