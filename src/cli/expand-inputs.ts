import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Problem } from "../read/problem.ts";
import { findFiles, manifestFiles } from "./find-files.ts";
import { reasonOf, unreadable } from "./input-problem.ts";

/** stdin, or a file with the name that the report gives it. */
export type Source = { readonly stdin: true } | { readonly stdin: false; readonly name: string; readonly path: string };

const globCharacters = /[*?[\]{}!]/;
function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

async function expand(name: string, cwd: string, problem: (problem: Problem) => void): Promise<Source[]> {
  if (name === "-") return [{ stdin: true }];
  const path = resolve(cwd, name);
  let stat: Stats | undefined;
  try {
    stat = statOf(path);
  } catch (error) {
    problem(unreadable(name, `cannot be read: ${reasonOf(error)}`));
    return [];
  }
  if (stat?.isDirectory()) {
    const files = await findFiles(manifestFiles, path);
    const folder = name.replace(/[/\\]+$/, "");
    if (files.length === 0) {
      problem({
        kind: "empty",
        file: name,
        line: 1,
        column: 1,
        message: "the folder holds no *.yaml, *.yml or *.json file",
      });
    }
    return files.map((file) => ({
      stdin: false,
      name: folder === "." ? file : folder === "" ? `/${file}` : `${folder}/${file}`,
      path: resolve(path, file),
    }));
  }
  if (stat === undefined && globCharacters.test(name)) {
    const files = await findFiles([name], cwd);
    if (files.length === 0) problem(unreadable(name, "no file matches; quote a glob that the shell is not to expand"));
    return files.map((file) => ({ stdin: false, name: file, path: resolve(cwd, file) }));
  }
  if (stat === undefined) {
    problem(unreadable(name, "cannot be read: there is no such file"));
    return [];
  }
  return [{ stdin: false, name, path }];
}

/**
 * What the inputs of a command line stand for, in their order, each file once: a folder is its *.yaml, *.yml and
 * *.json files, sorted, without node_modules and .git. What cannot be found is told and the others remain.
 */
export async function expandInputs(
  names: readonly string[],
  cwd: string,
  problem: (problem: Problem) => void,
): Promise<Source[]> {
  const sources = new Map<string, Source>();
  for (const name of names.length === 0 ? ["-"] : names) {
    for (const source of await expand(name, cwd, problem)) {
      const key = source.stdin ? "-" : source.path;
      if (!sources.has(key)) sources.set(key, source);
    }
  }
  return [...sources.values()];
}
