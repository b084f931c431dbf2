import { presets, type RuleLevel } from "../lint/contract/options.ts";
import type { RuleInfo } from "../lint/contract/rule.ts";
import { failOnChoices } from "./exit-status.ts";

const levels: readonly RuleLevel[] = ["error", "warning", "info", "off"];

/** A level, or `[level, options]` with the rule's own option schema. */
function ruleSetting(rule: RuleInfo): object {
  return {
    description: rule.summary,
    if: { type: "array" },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: {
      items: [{ enum: levels }, rule.options ?? { type: "object", maxProperties: 0 }],
      additionalItems: false,
      minItems: 1,
      maxItems: 2,
    },
    else: { enum: levels },
  };
}

const text = { type: "string", minLength: 1 };

/** JSON Schema (draft 7) of a configuration in which these rules are known. */
export function configSchema(rules: readonly RuleInfo[]): object {
  const ids = rules.map(({ id }) => id).sort();
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of sts-lint",
    description: ".sts-lint.yaml, .sts-lint.yml, .sts-lint.json or package.json#sts-lint",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      preset: { description: "The set of rules to start from.", enum: presets, default: "recommended" },
      rules: { description: "Severities by rule, with a rule's own options.", $ref: "#/definitions/rules" },
      overrides: {
        description: "Settings for some resources only; later ones win.",
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["match"],
          properties: {
            match: {
              description: "Every field given must fit; * stands for any run of characters.",
              type: "object",
              additionalProperties: false,
              minProperties: 1,
              properties: { kind: text, name: text, namespace: text, chart: text, source: text },
            },
            rules: { $ref: "#/definitions/rules" },
            ignore: {
              description: "Findings that were looked at and accepted.",
              type: "array",
              items: {
                type: "object",
                additionalProperties: false,
                required: ["rule", "reason"],
                properties: {
                  rule: { enum: ids },
                  reason: text,
                  expires: {
                    description: "The last day on which it holds.",
                    type: "string",
                    pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
                  },
                },
              },
            },
          },
        },
      },
      kubernetesVersion: {
        description: "A minor, a list or a range: 1.36, 1.33,1.36 or 1.31..1.37. Write it in quotes.",
        anyOf: [text, { type: "array", items: text, minItems: 1 }],
      },
      featureGates: {
        description: "As the cluster has them.",
        type: "object",
        additionalProperties: { type: "boolean" },
      },
      failOn: { description: "From which severity on the exit status is 1.", enum: failOnChoices, default: "error" },
      plugins: {
        description: "Modules with rules of one's own, relative to this file. They run code.",
        type: "array",
        items: text,
      },
      baseline: { description: "The file of known findings, relative to this file.", ...text },
    },
    definitions: {
      rules: {
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSetting(rule)])),
      },
    },
  };
}
