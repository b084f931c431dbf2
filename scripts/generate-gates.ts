/*
 * Makes the list of feature gates that a Kubernetes cluster may name:
 *
 *   npx tsx scripts/generate-gates.ts kube_features.go …
 *
 * The files are pkg/features/kube_features.go of the releases, and the same of apiserver, apiextensions-apiserver and
 * component-base. Writes src/model/known-gates.generated.ts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const files = process.argv.slice(2);
if (files.length === 0) throw new Error("name the files that declare feature gates");
const names = new Set<string>(["AllAlpha", "AllBeta"]);
for (const file of files)
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/featuregate\.Feature\s+=\s+"(\w+)"/g))
    names.add(name);
const lines: string[] = [];
let line = "";
for (const name of [...names].sort()) {
  if (line.length + name.length > 100) {
    lines.push(line);
    line = "";
  }
  line += `${line === "" ? "" : " "}${name}`;
}
lines.push(line);
writeFileSync(
  fileURLToPath(new URL("../src/model/known-gates.generated.ts", import.meta.url)),
  `// Written by scripts/generate-gates.ts from Kubernetes' own lists. Do not edit.\n\n/** The names of Kubernetes' feature gates, in lines of several, sorted. */\nexport const knownGates = \`\n${lines.join("\n")}\n\`;\n`,
);
