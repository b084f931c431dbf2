import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve, sep } from "node:path";
import { checkOutFolder, GitError, NotAtRevision } from "../chart/node/git-folder.ts";
import { findProgram, runProgram } from "../chart/node/helm-process.ts";
import { OptionError } from "../lint/contract/options.ts";
import { atVersion } from "./against-reference.ts";
import { endless, isEndless } from "./endless.ts";
import type { Host } from "./host.ts";
import { statsAt } from "./stats-at.ts";

/** Which helm renders, if one does. */
export interface HelmChoice {
  readonly program: string | undefined;
  /** The helm whose answers our own renderer gives. */
  readonly major: "3" | "4";
}

/** helm as the flags or PATH name it. Throws {@link OptionError} where a named one is not there. */
export function chooseHelm(named: string | undefined, isOff: boolean, host: Host): HelmChoice {
  if (isOff) return { program: undefined, major: "4" };
  const program = named === undefined ? findProgram("helm", host.env.PATH) : resolve(host.cwd(), named);
  if (named !== undefined && (program === undefined || !existsSync(program))) {
    throw new OptionError(`--helm ${named}: there is no such program`);
  }
  if (program === undefined) return { program: undefined, major: "4" };
  const { stdout } = runProgram(program, ["version", "--template", "{{.Version}}"], host.cwd());
  return { program, major: /^v?3\./.test(stdout.trim()) ? "3" : "4" };
}

/** Folders made for a run; removed at its end. */
export class Workspace {
  readonly #folders: string[] = [];

  folder(): string {
    const made = mkdtempSync(join(tmpdir(), "sts-lint-"));
    this.#folders.push(made);
    return made;
  }

  holds(path: string): boolean {
    return this.#folders.some((folder) => path.startsWith(folder + sep));
  }

  clear(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A chart's folder or archive on this machine: as it is named, or fetched by helm (`oci://…`, `https://…`, `repo/chart`,
 * with `--repo`). Throws {@link OptionError} with helm's own words where it cannot be had.
 */
export function localChart(
  name: string,
  pull: readonly string[],
  helm: HelmChoice,
  workspace: Workspace,
  host: Host,
): string {
  const path = resolve(host.cwd(), name);
  if (pull.every((flag) => !flag.startsWith("--repo=")) && statsAt(path) !== undefined) {
    if (isEndless(statSync(path))) throw new OptionError(`chart ${name}: ${endless}`);
    return path;
  }
  if (!isFetched(name) && !pull.some((flag) => flag.startsWith("--repo="))) {
    throw new OptionError(`chart ${name}: there is no such folder or archive`);
  }
  if (helm.program === undefined) {
    throw new OptionError(
      `chart ${name}: there is no such folder, and only helm fetches charts: put helm on PATH or name it with --helm`,
    );
  }
  const target = workspace.folder();
  const pulled = runProgram(helm.program, ["pull", name, "--untar", `--untardir=${target}`, ...pull], host.cwd());
  if (pulled.status !== 0) throw new OptionError(`helm pull ${name}: ${pulled.stderr.trim()}`);
  const [folder] = readdirSync(target);
  if (folder === undefined) throw new OptionError(`helm pull ${name} brought nothing`);
  return join(target, folder);
}

/** Whether a name is one of those that helm fetches. */
function isFetched(name: string): boolean {
  return /^(?:oci|https?):\/\/|^\w[\w.-]*\/[\w./-]+$/.test(name);
}

/** The chart's folder as it is at a git revision, written to a folder of its own; undefined for a chart that is new since then. */
export function chartAtRevision(path: string, revision: string, workspace: Workspace, host: Host): string | undefined {
  const unlike = workspace.holds(path)
    ? "was fetched"
    : statsAt(path)?.isDirectory() === true
      ? undefined
      : "is packed";
  if (unlike !== undefined)
    throw new OptionError(
      `--against git:${revision}: the chart ${unlike} and has no folder in a git repository here: name its other version, \`--against chart:REF@VERSION\``,
    );
  const git = findProgram("git", host.env.PATH);
  if (git === undefined) throw new OptionError(`--against git:${revision}: there is no git on PATH`);
  // helm names nothing after the folder, but a person reads it.
  const target = join(workspace.folder(), basename(path));
  try {
    checkOutFolder(git, path, revision, target);
    return target;
  } catch (error) {
    if (error instanceof NotAtRevision) return undefined;
    if (error instanceof GitError) throw new OptionError(`--against git:${revision}: ${error.message}`);
    throw error;
  }
}

/** What a cluster runs of a release: `helm:RELEASE[@REVISION]`. */
export function releaseManifest(reference: string, cluster: readonly string[], helm: HelmChoice, host: Host): string {
  if (helm.program === undefined) throw new OptionError(`--against helm:${reference}: there is no helm on PATH`);
  const [release, revision] = atVersion(reference);
  if (release.startsWith("-")) throw new OptionError(`--against helm:${reference}: \`${release}\` is no release`);
  const args = ["get", "manifest", release, ...cluster, ...(revision === undefined ? [] : [`--revision=${revision}`])];
  const { status, stdout, stderr } = runProgram(helm.program, args, host.cwd());
  if (status !== 0) throw new OptionError(`--against helm:${reference}: ${stderr.trim()}`);
  return stdout;
}
