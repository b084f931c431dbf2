import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { configSchema } from "../../src/cli/config-schema.ts";
import type { AnyRule } from "../../src/lint/contract/rule.ts";
import { examplesModule, examplesOf } from "./examples.ts";
import { foundText, type Snapshot } from "./found.ts";
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
  files.set(
    "README.md",
    marked(
      marked(readFileSync(`${root}README.md`, "utf8"), "rules", ruleTable(rules)),
      "found",
      foundText(JSON.parse(readFileSync(`${root}test/corpus/snapshot.json`, "utf8")) as Snapshot),
    ),
  );
  return files;
}

/** Pages of rules that are gone. */
export function strayPages(files: ReadonlyMap<string, string>): readonly string[] {
  return globSync("docs/rules/*.md", { cwd: root }).filter((path) => !files.has(path));
}

/** A text with something else between `<!-- mark -->` and `<!-- /mark -->`. */
function marked(text: string, mark: string, between: string): string {
  const [before, after] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const start = text.indexOf(before);
  const end = text.indexOf(after);
  if (start === -1 || end < start) throw new Error(`README.md lacks the marks of \`${mark}\``);
  return `${text.slice(0, start + before.length)}\n${between}\n${text.slice(end)}`;
}
