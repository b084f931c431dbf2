import { expandInputs } from "./cli/expand-inputs.ts";
import { nodeHost } from "./cli/node-host.ts";
import { openInputs } from "./cli/open-inputs.ts";
import type { Input } from "./read/document.ts";
import type { Problem } from "./read/problem.ts";

/** What `lint` reads, and what could not be opened. */
export interface OpenedInputs {
  /** Each is opened when its turn comes, and read in chunks: anew whenever it is linted. Standard input can be read once. */
  readonly inputs: readonly Input[];
  /** What cannot be found or read; complete once all inputs were read. */
  readonly problems: readonly Problem[];
}

/**
 * Files, folders, globs and `-` for stdin as inputs, as the command line takes them: a folder is its *.yaml, *.yml and
 * *.json files without node_modules. Names are relative to `cwd`, the working directory unless set.
 */
export async function readInputs(names: readonly string[], cwd: string = process.cwd()): Promise<OpenedInputs> {
  const problems: Problem[] = [];
  const problem = (one: Problem): void => {
    problems.push(one);
  };
  const sources = names.length === 0 ? [] : await expandInputs(names, cwd, problem);
  return { inputs: openInputs(sources, nodeHost(process), { problem }), problems };
}

export { type HelmTemplateOptions, type HelmTemplateOutput, helmTemplate } from "./chart/node/helm-template.ts";
export type { Input } from "./read/document.ts";
export type { Problem } from "./read/problem.ts";
