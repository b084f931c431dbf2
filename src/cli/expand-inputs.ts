import { type Stats, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { nearest } from "../model/nearest.ts";
import type { Problem } from "../read/problem.ts";
import { type AgainstReader, isAChart, meantByAgainst } from "./against-advice.ts";
import { endless, isEndless } from "./endless.ts";
import { globFiles, isChart, manifestFilesIn, manifestsBeside } from "./find-files.ts";
import { reasonOf, unreadable } from "./input-problem.ts";
import { withoutKustomizeParts } from "./kustomize-parts.ts";
import { shownPath } from "./path-rules.ts";
import type { Source } from "./source.ts";

/** How names are understood. */
export interface ExpandOptions {
  /** Words that may have been meant as a command. */
  readonly commands?: readonly string[];
  /** A file stands for its whole folder. */
  readonly wholeRelease?: boolean;
  /** What is looked for: releases such as HelmReleases are read as they are written, and charts where they name them. `manifests` unless set. */
  readonly reads?: "manifests" | "releases";
  /** What they are compared with, as it was named: where it lies among them, it is none of them. */
  readonly comparedWith?: string;
  /** The names are what `--against` gives, to this reader. */
  readonly against?: AgainstReader;
}

const globCharacters = /[*?[\]{}!]/;

class Expansion {
  readonly #cwd: string;
  readonly #options: ExpandOptions;
  readonly #problem: (problem: Problem) => void;
  /** Whether a folder was named, so that its manifests are meant. */
  namesFolder = false;

  constructor(cwd: string, options: ExpandOptions, problem: (problem: Problem) => void) {
    this.#cwd = cwd;
    this.#options = options;
    this.#problem = problem;
  }

  async sources(name: string): Promise<Source[]> {
    if (name === "-") return [{ stdin: true }];
    // A script's variable that is not set, most of all: the folder that it runs in was not meant.
    if (name === "") return this.#none("''", "the name is empty: is a variable not set? `.` is this folder");
    const path = resolve(this.#cwd, name);
    let stat: Stats | undefined;
    try {
      stat = statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      return this.#none(name, `cannot be read: ${reasonOf(error)}`);
    }
    if (stat === undefined) return this.#absent(name);
    if (stat.isDirectory()) {
      this.namesFolder = true;
      return this.#folder(name, path);
    }
    const { against } = this.#options;
    if (against !== undefined && /\.(?:tgz|tar\.gz)$/i.test(name)) return this.#none(name, isAChart(name, against));
    if (isEndless(stat)) return this.#none(name, `cannot be read: ${endless}`);
    if (this.#options.wholeRelease === true && stat.isFile()) {
      return this.#folder(releaseFolder(dirname(name)), releaseFolder(dirname(path)));
    }
    return [{ stdin: false, name: shownPath(name), path }];
  }

  async #absent(name: string): Promise<Source[]> {
    const { against } = this.#options;
    const meant = against === undefined ? undefined : meantByAgainst(name, against);
    if (meant !== undefined) return this.#none(name, meant);
    if (globCharacters.test(name)) {
      let unread = 0;
      const files = await globFiles(name, this.#cwd, ({ path, error }) => {
        unread++;
        this.#none(path, `cannot be read: ${whyUnread(error)}`);
      });
      if (files.length === 0 && unread === 0)
        this.#none(name, "no file matches; quote a glob that the shell is not to expand");
      return files.map((file) => ({ stdin: false, name: file, path: resolve(this.#cwd, file) }));
    }
    const { commands = [] } = this.#options;
    if (commands.includes(name)) {
      return this.#none(name, `there is no such file; the command \`${name}\` comes first: \`sts-lint ${name} …\``);
    }
    if (commands.length === 0 || /[./\\\s]/.test(name))
      return this.#none(name, "cannot be read: there is no such file");
    const hint = nearest(name, commands);
    const listed = "there is neither such a file nor such a command; `sts-lint --help` lists the commands";
    return this.#none(name, hint === "" ? listed : `cannot be read: there is no such file${hint} (a command)`);
  }

  #folder(name: string, path: string): Source[] {
    const folder = shownPath(name.replace(/(?<![/\\])[/\\]+$/, ""));
    const { against } = this.#options;
    if (isChart(path)) return this.#none(name, against === undefined ? notRendered(name) : isAChart(name, against));
    const shown = (file: string): string => (folder === "." ? file : folder === "" ? `/${file}` : `${folder}/${file}`);
    let isRead = true;
    const files = manifestFilesIn(path, ({ path: inside, error }) => {
      isRead = false;
      const at = inside === "" ? name : shown(inside);
      if (error !== "chart") this.#none(at, `cannot be read: ${whyUnread(error)}`);
      else if (this.#options.reads !== "releases") this.#none(at, notRendered("FOLDER"));
      else this.#problem({ kind: "ignored-text", file: at, line: 1, column: 1, message: notNamed });
    });
    if (files.length === 0 && isRead) {
      const message = "the folder holds no *.yaml, *.yml or *.json file";
      this.#problem({ kind: "empty", file: name, line: 1, column: 1, message });
    }
    const { comparedWith } = this.#options;
    const compared = comparedWith === undefined ? undefined : resolve(this.#cwd, comparedWith);
    const isInside = compared !== undefined && isBelow(compared, path);
    return files
      .map((file) => ({ stdin: false as const, name: shown(file), path: resolve(path, file) }))
      .filter((source) => !isInside || (source.path !== compared && !isBelow(source.path, compared)));
  }

  #none(name: string, message: string): [] {
    this.#problem(unreadable(name, message));
    return [];
  }
}

/**
 * The folder of a release that one of its files lies in. `helm template --output-dir` writes CHART/templates/… and
 * CHART/charts/SUBCHART/templates/…: the release is all of CHART.
 */
function releaseFolder(folder: string): string {
  const steps = folder.split(/[/\\]/);
  const at = steps.lastIndexOf("templates");
  if (at < 1) return folder;
  let end = at;
  while (end > 2 && steps[end - 2] === "charts") end -= 2;
  return steps.slice(0, end).join("/");
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

const notNamed =
  "this is a chart, which is rendered where a release names it: `sts-lint chart FOLDER` renders it by itself";

/** Of the charts below a folder that was named, all is said in the same words, so that a report tells them as one. */
function notRendered(chart: string): string {
  return `this is a chart, and its templates are no manifests yet: \`sts-lint chart ${chart}\` renders and lints it, or pipe \`helm template ${chart} | sts-lint\``;
}

function whyUnread(error: unknown): string {
  if (error === "no file") return "it is a pipe or a device, not a file";
  return error === "broken link" ? "its link leads nowhere" : reasonOf(error);
}

/**
 * What the inputs of a command line stand for, in their order, each file once: a folder is its *.yaml, *.yml and
 * *.json files, sorted, without node_modules and what is hidden. What cannot be found is told and the others remain.
 */
export async function expandInputs(
  names: readonly string[],
  cwd: string,
  problem: (problem: Problem) => void,
  options: ExpandOptions = {},
): Promise<readonly Source[]> {
  const expansion = new Expansion(cwd, options, problem);
  const sources = new Map<string, Source>();
  for (const name of names.length === 0 ? ["-"] : names) {
    for (const source of await expansion.sources(name)) {
      const key = source.stdin ? "-" : source.path;
      if (!sources.has(key)) sources.set(key, source);
    }
  }
  const { comparedWith } = options;
  const all = withParts([...sources.values()], comparedWith === undefined ? undefined : resolve(cwd, comparedWith));
  return options.reads === "releases" ? all : withoutKustomizeParts(all, cwd, expansion.namesFolder, problem);
}

/** Marks the files of folders from which others are left out, as pre-commit names only those that changed. */
function withParts(sources: readonly Source[], compared: string | undefined): Source[] {
  const given = new Set(sources.flatMap((source) => (source.stdin ? [] : [source.path])));
  const partial = new Map<string, boolean>();
  return sources.map((source) => {
    if (source.stdin) return source;
    const folder = dirname(source.path);
    const isPart = partial.get(folder) ?? manifestsBeside(folder).some((path) => path !== compared && !given.has(path));
    partial.set(folder, isPart);
    return isPart ? { ...source, isPart } : source;
  });
}
