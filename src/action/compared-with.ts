import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileAtRevision } from "../chart/node/git-folder.ts";
import { findProgram, runProgram } from "../chart/node/helm-process.ts";
import { repositoryOf } from "../chart/node/source-tree.ts";
import type { ActionInputs } from "./inputs.ts";

/** What a chart is compared with, in `--against`'s words, or why it is compared with nothing. */
export type Comparison = { readonly against: string } | { readonly why: string };

/**
 * `against: auto`: the released version of the chart where its registry is named, else the last tag of the chart
 * (`NAME-1.2.3`, as chart-releaser makes them), else the branch that a pull request goes to.
 */
export function comparedWith(
  chart: string,
  { published }: ActionInputs,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Comparison {
  const folder = resolve(cwd, chart);
  const name = nameOf(folder);
  if (name === undefined) return { why: "it has no Chart.yaml that says its name" };
  if (published !== "") return { against: `chart:${published}/${name}` };
  const git = findProgram("git", env.PATH);
  if (git === undefined) return { why: "there is no git on PATH" };
  const tag = lastTag(git, name, folder);
  const branch = env.GITHUB_BASE_REF ? `origin/${env.GITHUB_BASE_REF}` : undefined;
  const revision = tag ?? branch;
  if (revision === undefined) return { why: `no tag \`${name}-VERSION\` is known here, and this is no pull request` };
  try {
    const isThere = fileAtRevision(git, join(folder, "Chart.yaml"), revision, repositoryOf(folder)) !== undefined;
    return isThere ? { against: `git:${revision}` } : { why: `it is new since ${revision}` };
  } catch (error) {
    // A checkout of one commit has neither tags nor branches.
    return { why: `${(error as Error).message}; \`fetch-depth: 0\` of actions/checkout brings all of them` };
  }
}

function nameOf(folder: string): string | undefined {
  try {
    return /^name: *["']?([a-z0-9][\w.-]{0,200})["']? *$/m.exec(readFileSync(join(folder, "Chart.yaml"), "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** The highest release that is part of what is checked out: the tag of this very commit would compare it with itself. */
function lastTag(git: string, name: string, folder: string): string | undefined {
  const tags = (...args: string[]): string[] =>
    runProgram(git, ["tag", "--list", `${name}-*`, "--sort=-v:refname", ...args], folder).stdout.split("\n");
  const here = new Set(tags("--points-at", "HEAD"));
  return tags("--merged", "HEAD").find((tag) => /^v?\d+\.\d+\.\d+$/.test(tag.slice(name.length + 1)) && !here.has(tag));
}
