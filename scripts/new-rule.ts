/**
 * `npm run new-rule ID CATEGORY`: writes a rule and its table of cases, and wires it in the registry. Its tests fail until
 * it says something: an empty rule that passes would be forgotten.
 */
import { existsSync, writeFileSync } from "node:fs";
import { rules } from "../rules/index.generated.ts";
import { generateRegistry } from "./docs/registry.ts";

const root = new URL("../", import.meta.url);
const categories = [...new Set(rules.map(({ category }) => category))].sort();

function fail(message: string): never {
  console.error(`new-rule: ${message}`);
  console.error(`usage: npm run new-rule ID CATEGORY (${categories.join(", ")})`);
  process.exit(2);
}

function skeleton(id: string, category: string): string {
  const name = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `import { defineRule } from "../../src/lint/contract/rule.ts";

export const ${name} = defineRule({
  id: "${id}",
  category: "${category}",
  subject: "StatefulSet",
  summary: "",
  rationale: "",
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "",
  references: [],
  messages: {
    found: {
      text: "",
      help: "",
    },
  },
  *check(set) {
    if (set.name !== "") return;
    yield { message: "found", at: { manifest: set.manifest, path: ["metadata", "name"] } };
  },
});
`;
}

const set = (name: string) => `      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: ${name}
      spec:
        selector:
          matchLabels: { app: db }
        template:
          metadata:
            labels: { app: db }
          spec:
            containers: [{ name: db, image: "example.com/db:1" }]
`;

const cases = `invalid:
  - name: what it reports
    manifests: |
${set("«db»")}valid:
  - name: what it leaves alone
    manifests: |
${set("db")}`;

const [id, category] = process.argv.slice(2);
if (id === undefined || category === undefined) fail("name the rule and its category");
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id)) fail(`\`${id}\` is no id: words in lower case joined by hyphens`);
if (!categories.some((one) => one === category)) fail(`there is no category \`${category}\``);
const taken = rules.find((rule) => rule.id === id || rule.replaces?.includes(id) === true);
if (taken !== undefined)
  fail(taken.id === id ? `there is a rule \`${id}\`` : `\`${id}\` was retired, \`${taken.id}\` took its place`);

const path = `rules/${category}/${id}`;
for (const end of [".ts", ".cases.yaml"])
  if (existsSync(new URL(path + end, root))) fail(`${path}${end} is there already`);
writeFileSync(new URL(`${path}.ts`, root), skeleton(id, category));
writeFileSync(new URL(`${path}.cases.yaml`, root), cases);
for (const [file, text] of await generateRegistry()) writeFileSync(new URL(file, root), text);
console.log(`${path}.ts and ${path}.cases.yaml are written and wired in.
Its tests fail until it says something: RULE=${id} npx vitest run test/rules.test.ts
Then \`npm run docs\` and \`npm run corpus\`; AGENTS.md says what a rule may read.`);
