import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Problem } from "../read/problem.ts";
import { type KustomizationFile, kustomizationNames, readKustomization } from "./kustomization-file.ts";
import { shownPath, upwards } from "./path-rules.ts";
import type { Source } from "./source.ts";
import { statsAt } from "./stats-at.ts";

/** Nobody writes a longer one. */
const mostBytes = 1 << 20;

interface Kustomization extends KustomizationFile {
  readonly path: string;
  readonly folder: string;
}

/** The kustomization of a folder; undefined where there is none that can be read. */
function kustomizationIn(folder: string): Kustomization | undefined {
  for (const name of kustomizationNames) {
    const path = join(folder, name);
    // Mostly there is none, and to look at what is not there throws.
    const stats = existsSync(path) ? statsAt(path) : undefined;
    if (stats?.isFile() !== true || stats.size > mostBytes) continue;
    try {
      const read = readKustomization(readFileSync(path, "utf8"));
      if (read !== undefined) return { ...read, path, folder };
    } catch {
      // Whoever names it as an input is told why it cannot be read.
    }
  }
  return undefined;
}

/** The kustomizations of some files' folders and of those above, up to the repository's: kustomize reads what is below one. */
function kustomizationsAbove(files: Iterable<string>): Kustomization[] {
  const seen = new Set<string>();
  const found: Kustomization[] = [];
  for (const file of files) {
    for (const folder of upwards(dirname(file))) {
      if (seen.has(folder)) break;
      seen.add(folder);
      const kustomization = kustomizationIn(folder);
      if (kustomization !== undefined) found.push(kustomization);
      if (existsSync(join(folder, ".git"))) break;
    }
  }
  return found;
}

/**
 * The sources without what kustomize makes manifests from: a patch lacks most of what a manifest needs, a manifest may
 * get its labels there, and what is said of them as they are would be wrong. Kustomizations are no manifests either.
 * That something is left out, or that more comes of a kustomization than is read, is told once; it changes the exit
 * status only where `mustRead` and nothing is left.
 */
export function withoutKustomizeParts(
  sources: readonly Source[],
  cwd: string,
  mustRead: boolean,
  problem: (problem: Problem) => void,
): readonly Source[] {
  const given = new Set(sources.flatMap((source) => (source.stdin ? [] : [source.path])));
  const kustomizations = kustomizationsAbove(given);
  if (kustomizations.length === 0) return sources;
  const manifests = new Set(
    kustomizations.flatMap(({ folder, manifests: names }) => names.map((name) => resolve(folder, name))),
  );
  const own = new Set(kustomizations.map(({ path }) => path));
  const parts = new Map<string, LeftOut>();
  for (const { path, folder, parts: named, makesMore } of kustomizations) {
    const left = named
      .map(({ name, line }) => ({ part: resolve(folder, name), line }))
      .filter(({ part }) => given.has(part) && !manifests.has(part) && !own.has(part));
    for (const { part, line } of left) if (!parts.has(part)) parts.set(part, { by: path, line });
    if (makesMore && left.length === 0 && given.has(path)) parts.set(path, { by: path, line: 1 });
  }
  const rest = sources.filter((source) => source.stdin || !(parts.has(source.path) || own.has(source.path)));
  const isNothing = mustRead && rest.length === 0;
  const told = parts.size > 0 || !isNothing ? parts : new Map([...own].map((path) => [path, { by: path, line: 1 }]));
  const [first] = told.values();
  if (first === undefined) return rest;
  const file = shownPath(relative(cwd, first.by));
  const folders = new Set([...told.values()].map(({ by }) => dirname(by)));
  problem({
    kind: isNothing ? "not-rendered" : "ignored-text",
    file,
    line: first.line,
    column: 1,
    message: messageFor([...told.keys()], folders.size === 1 ? dirname(file) : "FOLDER"),
  });
  return rest;
}

/** What is no source, and which kustomization says so. */
interface LeftOut {
  readonly by: string;
  readonly line: number;
}

/** So many are named. */
const mostNamed = 3;

function messageFor(paths: readonly string[], folder: string): string {
  const names = [...new Set(paths.map((path) => `\`${basename(path)}\``))].slice(0, mostNamed);
  const more = paths.length - names.length;
  const last = more > 0 ? `${more} more` : names.pop();
  const all = names.length === 0 ? last : `${names.join(", ")} and ${last}`;
  const are =
    paths.length === 1
      ? "is what kustomize makes manifests from, and was"
      : "are what kustomize makes manifests from, and were";
  return `${all} ${are} not read: \`kubectl kustomize ${folder} | sts-lint\` judges what is applied`;
}
