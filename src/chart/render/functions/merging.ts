import { spendItems } from "../budget.ts";
import type { Call, GoMap, Value } from "../value.ts";
import { isEmpty } from "./emptiness.ts";

/**
 * dario.cat/mergo 1.0.1 on maps: puts into `into` what `from` has. Without `overwrites` only where nothing is yet, or
 * what is empty; with it everywhere, empty values too. Maps that both have are merged in place, so all who hold them
 * see it; everything else is shared with `from`.
 */
export function mergeInto(into: GoMap, from: GoMap, overwrites: boolean, call: Call): void {
  for (const [name, entry] of [...from.entries]) {
    call.spend(1);
    const theirs = entry.value;
    const ours = into.entries.get(name)?.value;
    if (theirs.kind === "nil") {
      if (overwrites) into.entries.set(name, entry);
      continue;
    }
    if (theirs.kind === "map" && ours?.kind === "map") mergeInto(ours, theirs, overwrites, call);
    if (theirs.kind === "list" && overwrites) into.entries.set(name, entry);
    if (ours === undefined) spendItems(call, 1);
    const isFree = ours === undefined || isEmpty(ours);
    if (!isFree && (theirs.kind === "list" || (theirs.kind === "map" && ours.kind === "map"))) continue;
    if (isFree || (overwrites && !isPointer(theirs))) into.entries.set(name, entry);
  }
}

function isPointer(value: Value): boolean {
  return value.kind === "object" && value.goType.startsWith("*");
}
