import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

/** Writes the command line, or what else starts in `bin`, as one file that Node runs: the sources as they are now. */
export async function bundleProgram(outfile: string, entry = "sts-lint.ts"): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, "../../bin", entry)],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    outfile,
    // As in the real build: its form for `require`.
    alias: { tinyglobby: createRequire(import.meta.url).resolve("tinyglobby") },
    logLevel: "error",
  });
}
