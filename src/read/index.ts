export type { Document, DuplicateKey, Header, Input, Manifest } from "./document.ts";
export type { Aim, Location } from "./location.ts";
export type { Path } from "./path.ts";
export type { Problem, ProblemKind } from "./problem.ts";
export { readInput } from "./read-input.ts";
export { type Manifests, readManifests } from "./read-manifests.ts";
export { readText } from "./read-text.ts";
export { Blocks } from "./yaml/blocks.ts";
export { YamlError } from "./yaml/error.ts";
