import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { runGitBytes, runProgram } from "./helm-process.ts";

/** Why a chart cannot be read from git, in the user's words. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** The revision is there, and the folder is not in it: it is new since then. */
export class NotAtRevision extends GitError {}

/** A chart has no more files. */
const mostFiles = 20_000;

/** The commit that a revision names. @throws {GitError} where there is none. */
function commitOf(git: string, folder: string, revision: string): string {
  if (revision.startsWith("-")) throw new GitError(`\`${revision}\` is no revision`);
  const known = runProgram(
    git,
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    folder,
  );
  if (known.status === 0) return known.stdout.trim();
  const shallow = runProgram(git, ["rev-parse", "--is-shallow-repository"], folder).stdout.trim() === "true";
  const hint = shallow ? `; this clone is shallow: \`git fetch --depth=1 origin ${revision}\` brings it` : "";
  throw new GitError(`git knows no revision \`${revision}\`${hint}`);
}

/** The root of the repository that a folder lies in. @throws {GitError} where it lies in none. */
function rootOf(git: string, folder: string): string {
  const top = runProgram(git, ["rev-parse", "--show-toplevel"], folder);
  if (top.status !== 0) throw new GitError(`${folder} is in no git repository`);
  return top.stdout.trim();
}

/**
 * The text of a file at a git revision; undefined where it is not there, and for what is no file.
 *
 * @throws {GitError} where the revision is not there.
 */
export function fileAtRevision(git: string, path: string, revision: string, root: string): string | undefined {
  const commit = commitOf(git, root, revision);
  const name = relative(root, path).split(sep).join("/");
  const { status, stdout } = runGitBytes(git, ["cat-file", "blob", `${commit}:${name}`], root);
  return status === 0 ? stdout.toString("utf8") : undefined;
}

/**
 * The names in a folder at a git revision; none where it is not there.
 *
 * @throws {GitError} where the revision is not there.
 */
export function namesAtRevision(git: string, path: string, revision: string, root: string): readonly string[] {
  const commit = commitOf(git, root, revision);
  const name = relative(root, path).split(sep).join("/");
  const { status, stdout } = runGitBytes(git, ["ls-tree", "-z", "--name-only", `${commit}:${name}`], root);
  return status === 0
    ? stdout
        .toString("utf8")
        .split("\0")
        .filter((one) => one !== "")
    : [];
}

/**
 * Writes a folder as it is at a git revision below `target`. Only reads what the repository has: nothing is fetched.
 *
 * @throws {GitError} where the revision is not there; {NotAtRevision} where only the folder is not.
 */
export function checkOutFolder(
  git: string,
  folder: string,
  revision: string,
  target: string,
  /** The repository's root, where the folder itself may be gone by now. */
  repository?: string,
): void {
  const root = repository ?? rootOf(git, folder);
  const commit = commitOf(git, root, revision);
  const path = relative(root, resolve(folder)).split(sep).join("/");
  const listing = runGitBytes(git, ["ls-tree", "-r", "-z", commit, "--", path === "" ? "." : `${path}/`], root);
  const entries = listing.stdout
    .toString("utf8")
    .split("\0")
    .filter((line) => line !== "");
  if (entries.length === 0) throw new NotAtRevision(`there is no ${path} at ${revision}`);
  if (entries.length > mostFiles) throw new GitError(`${path} has too many files at ${revision}`);
  for (const entry of entries) {
    const [, mode = "", , hash = "", file = ""] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    // Links and submodules are not followed.
    if (!mode.startsWith("100")) continue;
    const inside = path === "" ? file : file.slice(path.length + 1);
    const to = join(target, inside);
    if (!to.startsWith(target + sep)) continue;
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, runGitBytes(git, ["cat-file", "blob", hash], root).stdout);
  }
}
