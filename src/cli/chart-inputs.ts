import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { isLibrary } from "./charts-above.ts";
import type { Host } from "./host.ts";
import { statsAt } from "./stats-at.ts";

/** The arguments of `sts-lint chart`: charts, and files that name charts. */
export function sortedInputs(
  args: readonly string[],
  pull: readonly string[],
  host: Host,
): { readonly charts: readonly string[]; readonly files: readonly string[] } {
  const isFile = (name: string): boolean => {
    if (name === "-") return true;
    // A name in a repository is a chart's, whatever folder is called so here.
    const isOfRepository = pull.some((flag) => flag.startsWith("--repo="));
    const path = resolve(host.cwd(), name);
    const stats = statsAt(path);
    if (stats === undefined) return false;
    if (stats.isDirectory()) return !isOfRepository && !existsSync(join(path, "Chart.yaml"));
    return /\.(ya?ml|json|gotmpl)$/i.test(name);
  };
  const names = args.flatMap((name) => (isFile(name) ? (chartsIn(name, host.cwd()) ?? [name]) : [name]));
  return { charts: names.filter((name) => !isFile(name)), files: names.filter(isFile) };
}

/** The charts of a folder that holds nothing else, such as `charts`, libraries left out; undefined where there is anything that names charts. */
function chartsIn(name: string, cwd: string): string[] | undefined {
  const path = resolve(cwd, name);
  if (name === "-" || statsAt(path)?.isDirectory() !== true) return undefined;
  const charts: string[] = [];
  for (const entry of entriesOf(path)) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory() && existsSync(join(path, entry.name, "Chart.yaml"))) charts.push(join(name, entry.name));
    else if (entry.isDirectory() || /\.(ya?ml|json|gotmpl)$/i.test(entry.name)) return undefined;
  }
  const installed = charts.filter((chart) => !isLibrary(resolve(cwd, chart)));
  const meant = installed.length === 0 ? charts : installed;
  return meant.length === 0 ? undefined : meant.sort();
}

/** None where nobody may look: whoever reads the folder says why. */
function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
