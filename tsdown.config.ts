import { defineConfig } from "tsdown";

/** The library: ESM and CommonJS with types for both. The command line is built by scripts/build.ts. */
export default defineConfig({
  entry: { index: "src/index.ts", node: "src/node.ts", testing: "src/testing/index.ts" },
  outDir: "dist/lib",
  format: ["esm", "cjs"],
  platform: "node",
  target: "node20.19",
  dts: true,
  minify: false,
  sourcemap: false,
  fixedExtension: false,
});
