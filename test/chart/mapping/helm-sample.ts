import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../../src/chart/node/helm-process.ts";
import type { ChartFile } from "../../../src/chart/render/inputs/chart-file.ts";
import { seededRandom } from "../../../src/chart/render/random.ts";
import { parseDocument } from "../../../src/read/yaml/parse.ts";
import { type Command, readCommand, renderSets } from "./command.ts";
import type { Node } from "./nodes.ts";
import { proveEach } from "./prove.ts";
import { areAsExpected, type Named, NamedPlaces, NoAction, withTokens } from "./rename.ts";
import { label } from "./rename-all.ts";

/** A node of a command's render: of which set, and which of its nodes. */
interface Drawn {
  readonly args: readonly string[];
  readonly set: number;
  readonly node: number;
}

/** Draws nodes from as many as come, each as likely as any other; the same seed draws the same. */
export class Sample {
  readonly drawn: Drawn[] = [];
  readonly #size: number;
  readonly #random: () => number;
  #seen = 0;

  constructor(size: number, seed: string) {
    this.#size = size;
    this.#random = seededRandom(seed);
  }

  add(one: Drawn): void {
    this.#seen++;
    const at = this.drawn.length < this.#size ? this.drawn.length : this.#random() % this.#seen;
    if (at < this.#size) this.drawn[at] = one;
  }
}

/** Renames the keys of a sample of nodes as {@link renameAll} does, with a real helm to render each edited chart. */
export function renameThroughHelm(
  sample: Sample,
  charts: string,
  helm: { readonly program: string; readonly major: "3" | "4" },
): { moved: number; failures: string[] } {
  const outcome = { moved: 0, failures: [] as string[] };
  for (const args of new Set(sample.drawn.map((one) => one.args))) {
    const command = readCommand(args.slice(1), charts, helm.major);
    const sets = renderSets(command);
    const places = new NamedPlaces(sets, command.files);
    const nodes = sample.drawn
      .filter((one) => one.args === args)
      .flatMap((one) => sets[one.set]?.nodes[one.node] ?? []);
    const byPlace = new Map<Named, Node[]>();
    for (const node of nodes) {
      const named = places.at(node);
      if (named === undefined) outcome.failures.push(`${args.join(" ")}: ${label(node)}: no place`);
      else byPlace.set(named, [...(byPlace.get(named) ?? []), node]);
    }
    const why = (active: readonly Named[]): string | undefined => {
      try {
        const found = helmValues(command, withTokens(command, active), helm.program);
        if (typeof found === "string") return found;
        return areAsExpected(sets, places, new Set(active), found) ? undefined : "something else moved, or it did not";
      } catch (error) {
        if (error instanceof NoAction) return "the place is no action";
        throw error;
      }
    };
    proveEach(
      [...byPlace.keys()],
      why,
      (named) => {
        outcome.moved += byPlace.get(named)?.length ?? 0;
      },
      (named, reason) => {
        for (const node of byPlace.get(named) ?? [])
          outcome.failures.push(`${args.join(" ")}: ${label(node)}: ${reason}`);
      },
    );
  }
  return outcome;
}

/** What helm makes of a chart's files: what the documents of each template say that may be StatefulSets, or its error. */
function helmValues(command: Command, files: readonly ChartFile[], program: string): Map<string, unknown[]> | string {
  const folder = mkdtempSync(join(tmpdir(), "sts-lint-mapping-"));
  try {
    for (const file of files) {
      const path = join(folder, file.name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, file.bytes);
    }
    const [release = "", , ...flags] = command.args;
    const { status, stdout, stderr } = runProgram(program, ["template", release, folder, ...flags], command.cwd);
    if (status !== 0) return `helm: ${stderr.slice(0, 200)}`;
    const values = new Map<string, unknown[]>();
    for (const document of stdout.split(/^---\n(?=# Source: )/m).slice(1)) {
      const [, source] = /^# Source: (.+)\n/.exec(document) ?? [];
      if (source === undefined || !document.includes("StatefulSet")) continue;
      values.set(source, [...(values.get(source) ?? []), parseDocument(document).value]);
    }
    return values;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
