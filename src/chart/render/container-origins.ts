import type { Origin } from "./origin.ts";
import type { GoMap, List } from "./value.ts";

/** Where maps and lists of the values come from: written empty, as `{}` or `[]`, that is all there is to trace. */
const origins = new WeakMap<GoMap | List, Origin>();

export function setContainerOrigin(container: GoMap | List, origin: Origin): void {
  origins.set(container, origin);
}

export function containerOrigin(container: GoMap | List): Origin | undefined {
  return origins.get(container);
}
