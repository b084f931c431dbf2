import { defineConfig } from "tsdown";

/** The library: ESM and CommonJS with types for both. The command line is built by scripts/build.ts. */
export default defineConfig({
  entry: { index: "src/index.ts", chart: "src/chart.ts", node: "src/node.ts", testing: "src/testing/index.ts" },
  outDir: "dist/lib",
  format: ["esm", "cjs"],
  platform: "node",
  target: "node20.19",
  dts: true,
  // Without white space, comments and names of variables the package keeps below 2 MB; classes and methods keep theirs, for stacks.
  minify: {
    compress: true,
    mangle: { toplevel: true, keepNames: { function: false, class: true } },
    codegen: { removeWhitespace: true },
  },
  sourcemap: false,
  fixedExtension: false,
  // Neither how long its plugins take nor that CommonJS is made, too, is news to whoever installs this.
  checks: { pluginTimings: false, legacyCjs: false },
});
