import type { Origin } from "./origin.ts";
import type { GoMap, List, MapEntry } from "./value.ts";

/** Where maps and lists of the values come from: written empty, as `{}` or `[]`, that is all there is to trace. */
const origins = new WeakMap<GoMap | List, Origin>();

export function setContainerOrigin(container: GoMap | List, origin: Origin): void {
  origins.set(container, origin);
}

export function containerOrigin(container: GoMap | List): Origin | undefined {
  return origins.get(container);
}

/** A mapping of the values: it knows what a key comes from that it lacks. */
export interface KnowsAbsent {
  originOfAbsent(key: string): Origin;
}

/** The entries of a mapping of the values: a null takes a key out, and what is printed for it is nothing. */
export class ValueEntries extends Map<string, MapEntry> {
  readonly of: KnowsAbsent;

  constructor(of: KnowsAbsent) {
    super();
    this.of = of;
  }
}

export function absentOrigin({ entries }: GoMap, key: string): Origin | undefined {
  return entries instanceof ValueEntries ? entries.of.originOfAbsent(key) : undefined;
}
