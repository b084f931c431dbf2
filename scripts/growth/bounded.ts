/**
 * Expressions whose time grows faster than the text, and what keeps the text short where they are used. Whoever adds
 * one says the bound; one that meets text of any length is written another way.
 */
export const boundedExpressions: Readonly<Record<string, string>> = {
  "/:[\\d$][^.]*$/": "a host of at most 1,000 characters",
  "/(?:^|[-_])v?(\\d+(?:\\.\\d+)*(?:[-+_.][0-9A-Za-z]+)*)$/": "a label's value, of at most 63 characters",
  "/^[ ]+|[ ]+$/g": "a number in the header of an archive's entry, of 12 bytes",
  "/^[ \\t]*[:=]?[ \\t\\n-]*[\"']?(\\/[^\\s\"',;<]{1,300})/": "400 characters behind the name of a setting",
  "/-(?:v?\\d[\\w.-]*|amd64|arm64|ubuntu|alpine|oss|photon)$/": "an image's name of at most 300 characters",
  "/[/.:][^\\s,;\"'=]*\\/$/": "200 characters ahead of a member's name",
  "/(?:^|[\\s,;\"'=])arn:[^\\s,;\"']*$/": "200 characters ahead of a member's name",
  "/(?:;|\\n)\\s*do\\b/": "400 characters behind the start of a loop",
  "/\\[(?:[^\\]\\\\]|\\\\.)*\\]|\\/[^/[]*/g": "a pointer of at most 2,000 characters",
};

/** Files that make expressions of parts while they run, and what bounds those or the texts they meet. */
export const madeExpressions: Readonly<Record<string, string>> = {
  "rules/identity/peer-port-unknown.ts": "the digits of a port, without repeats",
  "rules/rollout/_asked-hosts.ts": "the name of a variable, without repeats",
  "src/chart/render/functions/date-layout.ts":
    "from a table of ours, at the start of the text, its repeats apart by what they take",
  "src/chart/render/functions/version-constraints.ts": "a constraint of at most 512 bytes",
  "src/chart/render/functions/versions.ts": "a version of at most 256 bytes",
  "src/chart/render/inputs/schema/formats.ts": "runs of digits, each ended by its own letter",
  "src/chart/render/regex/character-class.ts": "one class without repeats, for one character",
  "src/chart/render/regex/unicode-property.ts": "is only compiled, never run",
  "src/cli/option-schema.ts": "is only compiled, never run",
  "src/model/image-homes.ts": "of a table of ours, at the start of an image's name, its repeats counted",
  "src/model/own-hosts.ts": "the name of a variable, without repeats",
  "src/model/peers.ts": "300 characters behind a peer's name",
};

const tries = "how often a release's selectors are tried on its pods, of src/model/tries.ts";

/** Families of inputs that ask for a product, and what bounds it. */
export const boundedFamilies: Readonly<Record<string, string>> = {
  "documents: Services of all sets beside sets": tries,
  "documents: Services of a port by name of all sets beside sets": tries,
  "documents: Services of revisions beside sets": tries,
  "documents: Services of an ordinal each beside sets": tries,
  "documents: Services of Jobs beside sets": tries,
  "documents: budgets by expressions beside sets": tries,
  "documents: NetworkPolicies by expressions beside sets": tries,
  "documents: Deployments by expressions beside sets": tries,
  "command: chart --frozen of claims":
    "each value is tried on all claims: how often is bounded in src/plan/frozen/frozen-values.ts",
  "cases: governing-service-not-headless": tries,
  "cases: network-policy-shuts-peers": tries,
  "cases: waits-for-itself": tries,
  "schema: choices that double": "the steps that a values schema may take, of src/chart/render/inputs/schema/steps.ts",
  "schema: patterns of keys": "as many patterns as keys are tried, within the steps that a values schema may take",
};
