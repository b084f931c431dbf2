import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { helmTemplate } from "../../../src/chart/node/helm-template.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import { shared } from "../../shared.ts";

interface Answer {
  readonly stdout?: string;
  readonly written?: Readonly<Record<string, string>>;
  readonly err?: string;
  readonly at?: string;
  readonly kind?: string;
  readonly exit?: number;
}

interface ChartRow extends Answer {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly helm3?: Answer & { readonly only?: string };
}

const table = shared("conformance/helm/charts.jsonl");
const folders: string[] = [];

function folderFor(row: ChartRow): string {
  const folder = mkdtempSync(join(tmpdir(), "sts-lint-charts-"));
  folders.push(folder);
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, text] of Object.entries(row.files)) write(path, text);
  for (const [path, base64] of Object.entries(row.bin ?? {})) write(path, Buffer.from(base64, "base64"));
  return folder;
}

/** Why our answer is not helm's; undefined where it is, by the tables' own rules of agreement. */
function difference(row: ChartRow, helm: "3" | "4", cwd: string): string | undefined {
  const wanted: Answer = helm === "3" && row.helm3 !== undefined ? row.helm3 : row;
  let found: Answer;
  try {
    found = helmTemplate(row.args, { cwd, helm });
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const place = error.file === undefined ? "" : `${error.file.split("/").at(-1)}:${error.line}`;
    found = { err: error.message, kind: error.kind, at: place };
  }
  const onlySeparators = helm === "3" && row.helm3?.only === "separators";
  if (wanted.err !== undefined) {
    if (found.err === undefined) return `rendered, where helm says: ${wanted.err}`;
    return differentError(wanted, found);
  }
  if (found.err !== undefined) return `${found.kind} error, where helm renders: ${found.err} ${found.at}`;
  const stdout = (onlySeparators ? row.helm3?.stdout : wanted.stdout) ?? row.stdout ?? "";
  if (found.stdout !== stdout) return `prints\n${found.stdout}\nwhere helm prints\n${stdout}`;
  for (const [path, text] of Object.entries(wanted.written ?? {}))
    if (found.written?.[path] !== text) return `writes ${path} otherwise`;
  return undefined;
}

function differentError(wanted: Answer, found: Answer): string | undefined {
  const said = `says ${found.kind} ${found.at}: ${found.err}\nwhere helm says ${wanted.kind} ${wanted.at}: ${wanted.err}`;
  if ((wanted.kind === "parse") !== (found.kind === "parse")) return said;
  const line = (at: string | undefined) => at?.split(":")[1];
  if ((wanted.kind === "exec" || wanted.kind === "raised") && line(wanted.at) !== line(found.at)) return said;
  if (wanted.kind === "raised" && found.err !== wanted.err) return said;
  return undefined;
}

describe("whole charts through the arguments of helm's template command", () => {
  if (table === undefined) {
    test.skip("the tables of what helm answers are not there", () => {});
    return;
  }
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const rows = readFileSync(table, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ChartRow);

  for (const helm of ["4", "3"] as const) {
    test(`print and fail as Helm ${helm} does`, { timeout: 120_000 }, () => {
      const families = new Map<string, { right: number; all: number }>();
      const wrong: string[] = [];
      for (const row of rows) {
        const family = row.id.replace(/-\d+$/, "");
        const count = families.get(family) ?? { right: 0, all: 0 };
        families.set(family, count);
        count.all++;
        const why = difference(row, helm, folderFor(row));
        if (why === undefined) count.right++;
        else wrong.push(`${row.id} ${row.args.join(" ")}: ${why}`);
      }
      const right = rows.length - wrong.length;
      const percent = ((100 * right) / rows.length).toFixed(2);
      const byFamily = [...families].map(([name, { right: some, all }]) => `${name} ${some}/${all}`).join(", ");
      console.log(`helm ${helm}: ${right} of ${rows.length} charts as helm (${percent} %)\n${byFamily}`);
      if (wrong.length > 0) console.log(wrong.slice(0, Number(process.env.STS_LINT_SHOW ?? 10)).join("\n\n"));
      expect(right / rows.length).toBeGreaterThanOrEqual(0.995);
    });
  }
});
