import { availabilityOperators } from "./availability.ts";
import { contentOperators } from "./contents.ts";
import { identityOperators } from "./identity.ts";
import { liveOperators } from "./live.ts";
import { manifestOperators } from "./manifest.ts";
import { neighbourOperators } from "./neighbours.ts";
import { podOperators } from "./pod.ts";
import { rolloutOperators } from "./rollout.ts";
import type { Operator } from "./site.ts";
import { storageOperators } from "./storage.ts";
import { upgradeOperators } from "./upgrade.ts";

/** Every operator, by category; several may plant forms of one rule's fault. */
export const operators: readonly Operator[] = [
  ...identityOperators,
  ...storageOperators,
  ...podOperators,
  ...rolloutOperators,
  ...availabilityOperators,
  ...manifestOperators,
  ...neighbourOperators,
  ...contentOperators,
  ...upgradeOperators,
  ...liveOperators,
];
