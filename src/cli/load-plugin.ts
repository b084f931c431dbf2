import { resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import type { AnyRule } from "../lint/contract/rule.ts";

function isRule(value: unknown): value is AnyRule {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "check" in value &&
    typeof value.check === "function"
  );
}

/**
 * The rules that a module exports: its default export, one rule or a list. Runs the module's code.
 * `folder` is where relative specifiers start; `file` names the configuration in errors.
 */
export async function loadPlugin(specifier: string, folder: string, file: string): Promise<readonly AnyRule[]> {
  const target = /^[./]/.test(specifier) ? resolve(folder, specifier) : specifier;
  const { importModule } = await import("./import-module.ts");
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await importModule(target)) as typeof loaded;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OptionError(`${file}: plugin \`${specifier}\` cannot be loaded: ${reason}`);
  }
  // A CommonJS module that was compiled from ES has its default export one level deeper.
  const outer = loaded.default;
  const exported = typeof outer === "object" && outer !== null && "default" in outer ? outer.default : outer;
  const rules = (Array.isArray(exported) ? exported : [exported]).filter(isRule);
  if (rules.length > 0) return rules;
  throw new OptionError(
    `${file}: plugin \`${specifier}\` has no rules: its default export is one made with defineRule, or a list of such`,
  );
}
