import { podName, readControlledSet } from "../../src/plan/controlled-set.ts";
import type { SetUpdate } from "../../src/plan/set-update.ts";

/** Which pods an update replaces, and which it leaves on the old revision, by name, lowest ordinal first. */
export interface Restarts {
  readonly replaced: readonly string[];
  readonly held: readonly string[];
  readonly by: "OnDelete" | "partition" | undefined;
  readonly partition: number;
}

/** More are not spelt out. */
const most = 10_000;

/** What the strategy that holds after the update does to the pods that run before and after it. */
export function restartsOf({ before, after }: SetUpdate): Restarts {
  const [old, next] = [readControlledSet(before), readControlledSet(after)];
  const indices = Array.from({ length: Math.min(next.replicas, most) }, (_, index) => index).filter((index) => {
    const ordinal = next.start + index;
    return ordinal >= old.start && ordinal < old.start + old.replicas;
  });
  const name = (index: number) => podName(next.name, next.start + index);
  if (next.strategy === "OnDelete") return { replaced: [], held: indices.map(name), by: "OnDelete", partition: 0 };
  const partition = next.rollingUpdate?.partition ?? 0;
  const held = indices.filter((index) => index < partition).map(name);
  return {
    replaced: indices.filter((index) => index >= partition).map(name),
    held,
    by: held.length > 0 ? "partition" : undefined,
    partition,
  };
}

/** `db-0`, `pods db-0 to db-4`. */
export function podsText(names: readonly string[]): string {
  const [first, last] = [names[0], names.at(-1)];
  if (first === undefined) return "no pod";
  return names.length === 1
    ? `pod ${first}`
    : names.length === 2
      ? `pods ${first} and ${last}`
      : `pods ${first} to ${last}`;
}
