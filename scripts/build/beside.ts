import type { Plugin } from "esbuild";

/** What is loaded on demand: how it is imported, the file it gets, and what the file holds. */
export const beside: readonly { readonly path: string; readonly file: string; readonly contents: string }[] = [
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
    contents: 'export * from "./src/cli/render-room.ts"',
  },
  {
    path: "./import-module.ts",
    file: "import-module.cjs",
    contents: 'export { importModule } from "./src/cli/import-module.ts"',
  },
];

/** Leaves what stands beside out of a bundle. */
export const loadedOnDemand: Plugin = {
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
