/*
 * Which StatefulSets of an upgrade mount a claim of the manifests, and so are played while a way around it is gone.
 */
import { groupedBy } from "../model/grouped.ts";
import { together } from "../model/namespace.ts";
import { beforeOrdinal } from "../model/ordinal-names.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Upgrade } from "../model/upgrade.ts";
import type { Manifest } from "../read/document.ts";
import type { Mounter } from "./claim-way-run.ts";

interface Mounters {
  /** As they run and as they are to be; undefined where they are too many, or too long, to play. */
  readonly mounters: readonly Mounter[] | undefined;
  /** Whether one of them makes claims of this name of its own templates. */
  readonly isMade: boolean;
}

/** So many pods are played for all claims of an upgrade, or as much of their sets' text. */
const mostPlayed = 5_000;
/** So many characters of a set take as long as a pod. */
const charactersOfPod = 30;

interface Side {
  readonly claim: string;
  readonly set: StatefulSetView;
  readonly before: StatefulSetView | undefined;
  readonly after: StatefulSetView;
}

export class ClaimMounters {
  readonly #naming: ReadonlyMap<string, readonly Side[]>;
  /** By the names of claims without the ordinal. */
  readonly #making: ReadonlyMap<string, readonly Side[]>;
  readonly #costs = new Map<StatefulSetView, number>();
  #left = mostPlayed;

  constructor({ pairs, appeared }: Upgrade) {
    const all = [...pairs, ...appeared.map((after) => ({ before: undefined, after }))];
    const sides = (claimsOf: (set: StatefulSetView) => readonly string[]) =>
      groupedBy(
        all.flatMap(({ before, after }) =>
          [before, after].flatMap((set) =>
            set === undefined ? [] : claimsOf(set).map((claim): Side => ({ claim, set, before, after })),
          ),
        ),
        ({ claim }) => claim,
      );
    this.#naming = sides(({ namedClaims }) => namedClaims.map(({ claimName }) => claimName));
    this.#making = sides(({ name, claimTemplates }) => claimTemplates.map((one) => `${one.name ?? ""}-${name}`));
  }

  /** Of a claim around which ways are gone: what is played for it is counted. */
  of(claim: Manifest): Mounters {
    const near = new Map<StatefulSetView, Mounter>();
    let cost = 0;
    for (const { set, before, after } of this.#naming.get(claim.name) ?? []) {
      if (near.has(after) || !together(set.manifest, claim)) continue;
      cost += Math.max(before?.replicas ?? 0, after.replicas) + this.#costOf(after);
      if (cost > this.#left) break;
      near.set(after, {
        ...(before === undefined ? {} : { old: before.manifest.value }),
        next: after.manifest.value,
      });
    }
    const prefix = beforeOrdinal(claim.name);
    const isMade = (this.#making.get(prefix) ?? []).some(
      ({ set }) => together(set.manifest, claim) && set.makesClaim(claim.name),
    );
    if (cost > this.#left) return { mounters: undefined, isMade };
    this.#left -= cost;
    return { mounters: [...near.values()], isMade };
  }

  #costOf(set: StatefulSetView): number {
    const known = this.#costs.get(set);
    if (known !== undefined) return known;
    const cost = Math.floor(charactersIn(set.spec) / charactersOfPod);
    this.#costs.set(set, cost);
    return cost;
  }
}

/** About how long a value is as JSON. Walks without recursion: data may be nested deeper than the stack. */
function charactersIn(value: unknown): number {
  const open: unknown[] = [value];
  let characters = 0;
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === "object" && one !== null) {
      for (const [key, item] of Object.entries(one)) {
        characters += Array.isArray(one) ? 1 : key.length + 4;
        open.push(item);
      }
    } else characters += String(one).length + 2;
  }
  return characters;
}
