import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

/** Loads a module of the user's by its path or name: a real `import()`, which the build of the command line keeps. */
export function importModule(target: string): Promise<unknown> {
  return import(isAbsolute(target) ? pathToFileURL(target).href : target);
}
