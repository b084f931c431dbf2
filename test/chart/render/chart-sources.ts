import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { printFromArguments } from "../../../src/chart/node/helm-template.ts";
import { toBytes } from "../../../src/chart/render/functions/bytes.ts";
import type { PrintedChart } from "../../../src/chart/render/print-chart.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import type { Text } from "../../../src/chart/render/text.ts";

interface Render {
  readonly random: boolean;
  readonly helm4: { readonly sha256?: string };
  readonly helm3: { readonly sha256?: string; readonly exit?: number };
}

interface Source {
  readonly dir: string;
  readonly commands: readonly (readonly string[])[];
  readonly renders: readonly Render[];
}

/** What one command gave: documents that are byte for byte helm's, and all of them. */
interface Count {
  documents: number;
  equalDocuments: number;
  sets: number;
  equalSets: number;
}

const isStatefulSet = (text: string) => /^kind: *"?StatefulSet"?\s*$/m.test(text);

/** helm's own output; undefined where there is no such helm to run. */
function realOutput(helm: "3" | "4", args: readonly string[], cwd: string): string | undefined {
  const run = spawnSync(`helm${helm}`, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  return run.status === 0 ? run.stdout : undefined;
}

/** Whether a text is ours, but for the characters that random functions made. */
function matchesButRandom(ours: Text, theirs: string): boolean {
  let at = 0;
  let ahead = 0;
  let isLoose = false;
  for (const { length, origin } of ours.runs ?? [{ length: ours.value.length }]) {
    const piece = ours.value.slice(at, at + length);
    at += length;
    if (origin?.isRandom === true) {
      isLoose = true;
      continue;
    }
    const found = isLoose ? theirs.indexOf(piece, ahead) : theirs.startsWith(piece, ahead) ? ahead : -1;
    if (found < 0) return false;
    ahead = found + piece.length;
    isLoose = false;
  }
  return isLoose || ahead === theirs.length;
}

/** Starting helm for each command takes minutes: a random chart's first command stands for its others unless all are asked for. */
function isTooMany(index: number): boolean {
  return index > 0 && process.env.STS_LINT_ALL === undefined;
}

function documentsOf(output: string): string[] {
  return output.split(/^---\n(?=# Source: )/m).slice(1);
}

function compare(
  printed: PrintedChart,
  render: Render,
  helm: "3" | "4",
  args: readonly string[],
  cwd: string,
  index: number,
): Count {
  const wanted = helm === "4" ? render.helm4.sha256 : render.helm3.sha256;
  const texts = printed.documents.map(({ source, text }) => ({ text, head: `# Source: ${source}\n` }));
  const sets = texts.filter(({ text }) => isStatefulSet(text.value)).length;
  const count = { documents: texts.length, equalDocuments: 0, sets, equalSets: 0 };
  const sha = createHash("sha256").update(toBytes(printed.output)).digest("hex");
  if (wanted === sha) return { ...count, equalDocuments: texts.length, equalSets: sets };
  const real = isTooMany(index) ? undefined : realOutput(helm, args, cwd);
  // Without a helm only whole outputs can be compared, and those of random charts not at all.
  if (real === undefined) return render.random ? { ...count, documents: 0, sets: 0 } : count;
  const theirs = documentsOf(real);
  const left = new Set(theirs);
  for (const { text, head } of texts) {
    for (const document of left) {
      if (!document.startsWith(head) || !matchesButRandom(text, document.slice(head.length).replace(/\n$/, "")))
        continue;
      left.delete(document);
      count.equalDocuments++;
      if (isStatefulSet(text.value)) count.equalSets++;
      break;
    }
  }
  return { ...count, documents: Math.max(texts.length, theirs.length) };
}

/** Renders all commands of the public charts and holds them against helm's bytes, document by document. */
export function compareAll(charts: string, helm: "3" | "4"): void {
  const sources = readFileSync(`${charts}/index.jsonl`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Source);
  const total: Count = { documents: 0, equalDocuments: 0, sets: 0, equalSets: 0 };
  const wrong: string[] = [];
  let commands = 0;
  let refused = 0;
  for (const { dir, commands: lines, renders } of sources) {
    for (const [index, line] of lines.entries()) {
      const render = renders[index];
      if (render === undefined) continue;
      commands++;
      const isRefused = helm === "3" && (render.helm3.exit ?? 0) !== 0;
      try {
        const printed = printFromArguments(line.slice(1), { cwd: charts, helm });
        if (isRefused) wrong.push(`${line.join(" ")}: rendered, where helm refuses`);
        const count = compare(printed, render, helm, line, charts, index);
        for (const key of Object.keys(count) as (keyof Count)[]) total[key] += count[key];
        if (count.equalDocuments !== count.documents)
          wrong.push(`${line.join(" ")}: ${count.equalDocuments} of ${count.documents} documents`);
      } catch (error) {
        if (!(error instanceof RenderError)) throw new Error(`${dir} ${index}: ${error}`, { cause: error });
        if (isRefused) refused++;
        else {
          wrong.push(`${line.join(" ")}: ${error.kind} ${error.file}:${error.line} ${error.message.slice(0, 300)}`);
          total.documents += 1;
          total.sets += 1;
        }
      }
    }
  }
  const { documents, equalDocuments, sets, equalSets } = total;
  console.log(
    `helm ${helm}: ${commands - wrong.length} of ${commands} commands (${refused} refused as by helm), ` +
      `${equalDocuments} of ${documents} documents, ${equalSets} of ${sets} StatefulSets`,
  );
  if (wrong.length > 0) console.log(wrong.slice(0, Number(process.env.STS_LINT_SHOW ?? 10)).join("\n"));
  expect(equalDocuments / documents).toBeGreaterThanOrEqual(0.995);
  expect(equalSets / sets).toBeGreaterThanOrEqual(0.99);
}
