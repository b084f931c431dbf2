import { resolve } from "node:path";
import { rules } from "../../rules/index.generated.ts";
import { confidences } from "../lint/contract/confidence.ts";
import { OptionError } from "../lint/contract/options.ts";
import type { AnyRule } from "../lint/contract/rule.ts";
import { isMapping } from "../model/fields.ts";
import { thrownText } from "../model/thrown-text.ts";
import { faultOfSchema } from "./option-schema.ts";

const severities = ["error", "warning", "info"];
const presets: readonly unknown[] = ["recommended", "strict", "hygiene"];
const subjects = ["StatefulSet", "Release", "Upgrade", "Workload"];

/** All that is wrong with the shape of a rule, in the words of whoever wrote it: each round of mending costs a run. */
function* faultsOf(rule: unknown): Generator<string> {
  if (!isMapping(rule)) {
    yield "is no object; make it with defineRule";
    return;
  }
  const { id, check, confidence, messages, severity, subject, summary, preset, options } = rule;
  if (typeof id !== "string" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    yield `has the id ${JSON.stringify(id)}; ids are words in lower case joined by hyphens, such as \`our-db-has-a-budget\``;
  } else if (rules.some((own) => own.id === id)) yield "has the id of a rule of sts-lint; give it another";
  if (typeof check !== "function") yield "has no function `check`";
  if (typeof subject !== "string" || !subjects.includes(subject)) {
    yield `has no \`subject\` among ${subjects.join(", ")}`;
  }
  if (typeof severity !== "string" || !severities.includes(severity)) {
    yield `has no \`severity\` among ${severities.join(", ")}`;
  }
  if (confidence !== undefined && !confidences.some((one) => one === confidence)) {
    yield `has a \`confidence\` that is none of ${confidences.join(", ")}`;
  }
  if (!isMapping(messages) || !Object.values(messages).every(isMessage)) {
    yield "has no `messages` that each have a `text` and a `help`";
  }
  if (options !== undefined) yield* faultsOfOptions(options);
  if (typeof summary !== "string") yield "has no `summary`: one sentence on what it finds";
  // A rule that is in no preset would never run, without a word.
  if (!presets.includes(preset)) yield `has no \`preset\` among ${presets.join(", ")}`;
}

function* faultsOfOptions(options: unknown): Generator<string> {
  if (!isMapping(options) || options.type !== "object") {
    yield 'has `options` that are no JSON Schema of `type: "object"`';
    return;
  }
  const wrong = faultOfSchema(options, "options");
  if (wrong !== undefined) yield `has a JSON Schema that cannot be used: ${wrong}`;
}

/** A rule's name, and what is wrong with it; its properties are somebody else's code, too. */
function read(rule: unknown, number: number): { readonly name: string; readonly faults: readonly string[] } {
  try {
    const name = isMapping(rule) && typeof rule.id === "string" ? `\`${rule.id}\`` : `number ${number}`;
    return { name, faults: [...faultsOf(rule)] };
  } catch (error) {
    return {
      name: `number ${number}`,
      faults: [`cannot be read: ${thrownText(error)}`],
    };
  }
}

function isMessage(message: unknown): boolean {
  return isMapping(message) && typeof message.text === "string" && typeof message.help === "string";
}

/** Nobody's rules take longer to load; a module that waits for ever would otherwise end the process without a word. */
const mostSeconds = 20;

async function inTime<Result>(loading: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `it was not loaded within ${mostSeconds} seconds; does it wait for something at its top level?`;
    timer = setTimeout(() => reject(new Error(reason)), mostSeconds * 1000);
  });
  try {
    return await Promise.race([loading, late]);
  } finally {
    clearTimeout(timer);
  }
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
    loaded = (await inTime(importModule(target))) as typeof loaded;
  } catch (error) {
    const reason = thrownText(error);
    throw new OptionError(`${file}: plugin \`${specifier}\` cannot be loaded: ${reason}`);
  }
  // A CommonJS module that was compiled from ES has its default export one level deeper.
  const outer = loaded.default;
  const exported = typeof outer === "object" && outer !== null && "default" in outer ? outer.default : outer;
  const made: readonly unknown[] = Array.isArray(exported) ? exported : exported === undefined ? [] : [exported];
  if (made.length === 0) {
    throw new OptionError(
      `${file}: plugin \`${specifier}\` has no rules: its default export is one made with defineRule, or a list of such`,
    );
  }
  for (const [index, rule] of made.entries()) {
    const { name, faults } = read(rule, index + 1);
    if (faults.length > 0) {
      throw new OptionError(`${file}: plugin \`${specifier}\`: its rule ${name} ${faults.join("; it ")}`);
    }
  }
  return made as readonly AnyRule[];
}
