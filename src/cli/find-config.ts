import { existsSync, lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSettingsFile } from "./settings-file.ts";

/** A configuration file. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** The configuration is the value of this key of a package.json. */
  readonly key?: "sts-lint";
}

const names = [".sts-lint.yaml", ".sts-lint.yml", ".sts-lint.json"];

function packageConfig(path: string): ConfigFile | undefined {
  const text = readSettingsFile(path, path);
  // Most package.json do not mention us: those are not parsed.
  return text.includes('"sts-lint"') && hasKey(text) ? { path, text, key: "sts-lint" } : undefined;
}

function hasKey(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && Object.hasOwn(value, "sts-lint");
  } catch {
    return false;
  }
}

/** Also a link that leads nowhere or in a circle: somebody meant it to be read. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * The nearest configuration from a folder upwards, ending at the folder that holds `.git`: `.sts-lint.yaml`, `.yml`,
 * `.json`, then package.json#sts-lint.
 */
export function findConfig(folder: string): ConfigFile | undefined {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of names) {
      const path = join(at, name);
      if (isThere(path)) return { path, text: readSettingsFile(path, path) };
    }
    const path = join(at, "package.json");
    const found = existsSync(path) ? packageConfig(path) : undefined;
    if (found !== undefined) return found;
    if (dirname(at) === at || existsSync(join(at, ".git"))) return undefined;
  }
}
