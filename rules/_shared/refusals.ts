import type { Refusal, RuleContext } from "../../src/lint/contract/context.ts";
import type { Violation } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";

/** Joins what several versions say of one field, perhaps in other words, into one refusal with the newest one's words. */
export function joined(refusals: readonly Refusal[]): readonly Refusal[] {
  const found = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    const key = `${refusal.type} ${refusal.field}`;
    const same = found.get(key) ?? [];
    const index = same.findIndex(({ versions }) => !versions.some((version) => refusal.versions.includes(version)));
    const before = index === -1 ? undefined : same[index];
    if (before === undefined) same.push(refusal);
    else same[index] = join(before, refusal);
    found.set(key, same);
  }
  return [...found.values()].flat();
}

function join(one: Refusal, other: Refusal): Refusal {
  const newest = minorOf(one) > minorOf(other) ? one : other;
  const versions = [...one.versions, ...other.versions].sort((a, b) => numberOf(a) - numberOf(b));
  return { ...newest, versions };
}

function minorOf({ versions }: Refusal): number {
  return Math.max(...versions.map(numberOf));
}

function numberOf(version: string): number {
  return Number(version.slice(version.indexOf(".") + 1));
}

/** What a violation takes over from the refusal that it explains, with the versions where those are not all asked for. */
export function takenOver(
  { type, field, detail, versions }: Refusal,
  context: RuleContext,
): Pick<Violation, "admission" | "versions"> {
  return {
    admission: { type, field, detail },
    ...someVersions(versions, context),
  };
}
