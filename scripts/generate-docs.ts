import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generateRegistry } from "./docs/registry.ts";

/*
 * Rewrites all that is made from the rules and their cases: the registry, the rule reference, the examples that
 * `sts-lint rules ID` shows, the configuration's schema and the README's table. `--registry` stops after the first.
 */
const root = new URL("..", import.meta.url).pathname;

function write(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
  }
}

write(await generateRegistry());
if (!process.argv.includes("--registry")) {
  // Imported late: what they import lists the rules that the registry just named.
  const { rules } = await import("../rules/index.generated.ts");
  const { generateDocs, strayPages } = await import("./docs/generate.ts");
  const files = generateDocs(rules);
  write(files);
  for (const path of strayPages(files)) rmSync(root + path);
}
