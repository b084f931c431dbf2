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

/** What keys come from that a mapping of the values lacks: a null takes a key out, and what is printed for it is nothing. */
const absent = new WeakMap<GoMap["entries"], (key: string) => Origin>();

export function setAbsentOrigin({ entries }: GoMap, originOf: (key: string) => Origin): void {
  absent.set(entries, originOf);
}

export function absentOrigin({ entries }: GoMap, key: string): Origin | undefined {
  return absent.get(entries)?.(key);
}
