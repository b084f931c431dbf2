import { availabilityOperators } from "./availability.ts";
import { identityOperators } from "./identity.ts";
import { manifestOperators } from "./manifest.ts";
import { podOperators } from "./pod.ts";
import { rolloutOperators } from "./rollout.ts";
import type { Operator } from "./site.ts";
import { storageOperators } from "./storage.ts";

/** Every operator, by category; several may plant forms of one rule's fault. */
export const operators: readonly Operator[] = [
  ...identityOperators,
  ...storageOperators,
  ...podOperators,
  ...rolloutOperators,
  ...availabilityOperators,
  ...manifestOperators,
];
