/**
 * Part of `npm run lint:package`: the packed package is what everybody downloads, and stays below 2 MB; what renders a
 * chart in a browser stays below 120 kB as it travels, and nothing that a browser imports asks for Node. Needs `npm run build`.
 */
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const mostBytes = 2_000_000;
const mostChartBytes = 120_000;

const printed = execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], { encoding: "utf8" });
const [{ size }] = JSON.parse(printed) as [{ readonly size: number }];
hold("packed", size, mostBytes);
hold("sts-lint/chart in a browser, gzipped", gzipSync(await bundled("chart"), { level: 9 }).length, mostChartBytes);
for (const name of ["index", "testing"]) await bundled(name);

function hold(what: string, bytes: number, most: number): void {
  console.log(`${what}: ${bytes} bytes (at most ${most})`);
  if (bytes > most) process.exitCode = 1;
}

/** An entry of the library and all that it imports, as a bundler puts it into a page. Fails where that needs Node. */
async function bundled(name: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [`dist/lib/${name}.js`],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
