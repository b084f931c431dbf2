import { cases } from "./cases.ts";
import { commands } from "./commands.ts";
import type { Family } from "./family.ts";
import { manifests } from "./manifests.ts";
import { modes } from "./modes.ts";
import { requests } from "./requests.ts";
import { schemas } from "./schemas.ts";

/** Every family of `npm run growth`. */
export const allFamilies: readonly Family[] = [...manifests, ...modes, ...requests, ...schemas, ...commands, ...cases];
