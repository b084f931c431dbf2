import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { configSchema } from "../../src/cli/config-schema.ts";
import type { AnyRule } from "../../src/lint/rule.ts";
import { examplesModule, examplesOf } from "./examples.ts";
import { picture } from "./picture.ts";
import { rulePage, ruleTable } from "./rule-page.ts";

const root = new URL("../../", import.meta.url).pathname;

/** Every other file that is made from the rules: path from the root → text. */
export function generateDocs(rules: readonly AnyRule[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const examples = new Map(
    rules.map((rule) => [
      rule.id,
      examplesOf(rule, readFileSync(`${root}rules/${rule.category}/${rule.id}.cases.yaml`, "utf8")),
    ]),
  );
  for (const rule of rules) {
    const own = examples.get(rule.id);
    if (own !== undefined) files.set(`docs/rules/${rule.id}.md`, rulePage(rule, own));
  }
  files.set("src/cli/rule-examples.generated.ts", examplesModule(examples));
  files.set("schemas/config.schema.json", `${JSON.stringify(configSchema(rules), undefined, 2)}\n`);
  files.set("docs/output.svg", picture(rules, root, "examples/python-app.yaml"));
  files.set("README.md", withTable(readFileSync(`${root}README.md`, "utf8"), ruleTable(rules)));
  return files;
}

/** Pages of rules that are gone. */
export function strayPages(files: ReadonlyMap<string, string>): readonly string[] {
  return globSync("docs/rules/*.md", { cwd: root }).filter((path) => !files.has(path));
}

function withTable(readme: string, table: string): string {
  const [before, after] = ["<!-- rules -->", "<!-- /rules -->"];
  const start = readme.indexOf(before);
  const end = readme.indexOf(after);
  if (start === -1 || end < start) throw new Error("README.md lacks the marks of the rule table");
  return `${readme.slice(0, start + before.length)}\n${table}\n${readme.slice(end)}`;
}
