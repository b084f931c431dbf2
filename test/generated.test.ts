import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rules } from "../rules/index.generated.ts";
import { generateDocs, strayPages } from "../scripts/docs/generate.ts";
import { generateRegistry } from "../scripts/docs/registry.ts";

const root = new URL("../", import.meta.url).pathname;
const current = (path: string) => (existsSync(root + path) ? readFileSync(root + path, "utf8") : undefined);

test("what is made from the rules is up to date (`npm run docs` rewrites it)", async () => {
  const stale = (files: ReadonlyMap<string, string>) =>
    [...files].filter(([path, text]) => current(path) !== text).map(([path]) => path);
  expect(stale(await generateRegistry())).toEqual([]);
  const files = generateDocs(rules);
  expect(stale(files)).toEqual([]);
  expect(strayPages(files)).toEqual([]);
});
