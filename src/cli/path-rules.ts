import { dirname, type PlatformPath, sep } from "node:path";

/** By which rules names of files are read: those of the machine this runs on, or of another, so that tests can ask. */
export type PathRules = Pick<PlatformPath, "sep" | "dirname">;

/** Named one by one: the build copies all of a module that is imported whole, with each start. */
const own: PathRules = { sep, dirname };

/** A name as reports show it: with slashes, which annotations and code scanning want on Windows, too. */
export function shownPath(name: string, { sep }: PathRules = own): string {
  return sep === "\\" ? name.replaceAll("\\", "/") : name;
}

/** A folder and all above it, up to the root of its drive. */
export function* upwards(folder: string, { dirname }: PathRules = own): Generator<string, void> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}
