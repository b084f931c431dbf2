import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { upwards } from "./path-rules.ts";
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
  const text = readSettingsFile(path, path).replace(/^\ufeff/, "");
  // Most package.json do not mention us: those are not parsed.
  return text.includes('"sts-lint"') && hasKey(text, path) ? { path, text, key: "sts-lint" } : undefined;
}

function hasKey(text: string, path: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OptionError(`${path}: it names sts-lint and is no JSON, so whether it configures it cannot be known`);
  }
  return typeof value === "object" && value !== null && Object.hasOwn(value, "sts-lint");
}

/** Also a link that leads nowhere or in a circle: somebody meant it to be read. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The folders in which a configuration is looked for, from a folder upwards to the one that holds `.git`. */
function* foldersAbove(folder: string): Generator<string> {
  for (const at of upwards(folder)) {
    yield at;
    if (existsSync(join(at, ".git"))) return;
  }
}

/** Where a configuration may stand that governs a folder. */
export function configPlaces(folder: string): readonly string[] {
  return [...foldersAbove(folder)].flatMap((at) => [...names, "package.json"].map((name) => join(at, name)));
}

/**
 * The nearest configuration from a folder upwards, ending at the folder that holds `.git`: `.sts-lint.yaml`, `.yml`,
 * `.json`, then package.json#sts-lint.
 */
export function findConfig(folder: string): ConfigFile | undefined {
  for (const at of foldersAbove(folder)) {
    for (const name of names) {
      const path = join(at, name);
      if (isThere(path)) return { path, text: readSettingsFile(path, path) };
    }
    const path = join(at, "package.json");
    const found = existsSync(path) ? packageConfig(path) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
