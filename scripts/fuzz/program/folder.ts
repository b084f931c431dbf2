import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writePlugins } from "./plugins.ts";

let root: string | undefined;

/** A folder of this process, with the plugins beside; it goes when the process ends. */
function ownRoot(): string {
  if (root !== undefined) return root;
  const made = mkdtempSync(join(tmpdir(), "sts-lint-fuzz-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  mkdirSync(join(made, "plugins"));
  // Nothing above it is searched for a configuration.
  mkdirSync(join(made, "run", ".git"), { recursive: true });
  writePlugins(join(made, "plugins"));
  root = made;
  return made;
}

/** A folder with these files and no others: always the same, so that its name changes no output. */
export function freshFolder(files: Readonly<Record<string, string>>): string {
  const folder = join(ownRoot(), "run");
  rmSync(folder, { recursive: true, force: true });
  writeFolder(folder, files);
  return folder;
}

/** Writes a folder with these files, in which the search for a configuration ends. */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, ".git"), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
