import { certificateFunctions } from "./certificates.ts";
import { choiceFunctions } from "./choices.ts";
import { dateFunctions } from "./dates.ts";
import { dictFunctions } from "./dicts.ts";
import { encodingFunctions } from "./encoding.ts";
import { jsonFunctions } from "./json.ts";
import { listFunctions } from "./lists.ts";
import { numberFunctions } from "./numbers.ts";
import { pathFunctions } from "./paths.ts";
import { randomFunctions } from "./random.ts";
import { regexFunctions } from "./regex.ts";
import type { FunctionTable } from "./registry.ts";
import { semverFunctions } from "./semver.ts";
import { stringFunctions } from "./strings.ts";
import { textCaseFunctions } from "./text-case.ts";
import { tomlFunctions } from "./toml.ts";
import { urlFunctions } from "./urls.ts";
import { wrappingFunctions } from "./wrapping.ts";
import { yamlFunctions } from "./yaml.ts";

const all: FunctionTable = {
  ...stringFunctions,
  ...textCaseFunctions,
  ...wrappingFunctions,
  ...listFunctions,
  ...dictFunctions,
  ...choiceFunctions,
  ...numberFunctions,
  ...encodingFunctions,
  ...regexFunctions,
  ...semverFunctions,
  ...pathFunctions,
  ...jsonFunctions,
  ...yamlFunctions,
  ...urlFunctions,
  ...tomlFunctions,
  ...randomFunctions,
  ...dateFunctions,
  ...certificateFunctions,
};

const { mustToYaml: _yaml, mustToToml: _toml, ...helm3 } = all;

/** The functions that templates may call, but for those that belong to the engine: sprig's and Helm's own. */
export function functionsOf(helm: "3" | "4"): FunctionTable {
  return helm === "3" ? helm3 : all;
}
