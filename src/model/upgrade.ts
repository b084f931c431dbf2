import { groupedBy } from "./grouped.ts";
import { chartOf, together } from "./namespace.ts";
import { beforeOrdinal } from "./ordinal-names.ts";
import type { Release } from "./release.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Workload } from "./workload.ts";

/** A StatefulSet before and after an upgrade: the same name, in namespaces that are or may be the same. */
export interface SetPair {
  readonly before: StatefulSetView;
  readonly after: StatefulSetView;
}

/** What runs now, beside what is to be applied. */
export class Upgrade {
  readonly before: Release;
  readonly after: Release;
  readonly pairs: readonly SetPair[];
  /** Sets that only run now. */
  readonly vanished: readonly StatefulSetView[];
  /** Sets that run now and may stand in what cannot be read of the new manifests: whether they go is not known. */
  readonly unknown: readonly StatefulSetView[];
  /** Sets that are only in the new manifests. */
  readonly appeared: readonly StatefulSetView[];
  readonly #known: LookUps;

  /** `part`: some pairs of an upgrade, and what is looked up in all of it. */
  constructor(
    before: Release,
    after: Release,
    part?: Pick<Upgrade, "pairs" | "vanished" | "unknown" | "appeared">,
    known?: LookUps,
  ) {
    this.before = before;
    this.after = after;
    this.#known = known ?? new LookUps();
    if (part !== undefined) {
      this.pairs = part.pairs;
      this.vanished = part.vanished;
      this.unknown = part.unknown;
      this.appeared = part.appeared;
      return;
    }
    const left = new Set(before.statefulSets);
    const named = groupedBy(before.statefulSets, ({ name }) => name);
    const counterparts = new Map<StatefulSetView, StatefulSetView>();
    // Those of one chart whose namespaces are written alike go first, so that a lenient match never takes one from them.
    for (const strictness of [2, 1, 0]) {
      for (const set of after.statefulSets) {
        if (counterparts.has(set)) continue;
        const old = named
          .get(set.name)
          ?.find((candidate) => left.has(candidate) && isCounterpart(candidate, set, strictness));
        if (old === undefined) continue;
        left.delete(old);
        counterparts.set(set, old);
      }
    }
    this.pairs = after.statefulSets.flatMap((set) => {
      const old = counterparts.get(set);
      return old === undefined ? [] : [{ before: old, after: set }];
    });
    const isUnknown = left.size > 0 && after.isUnread;
    this.vanished = isUnknown ? [] : [...left];
    this.unknown = isUnknown ? [...left] : [];
    this.appeared = after.statefulSets.filter((set) => !counterparts.has(set));
  }

  /** The upgrade by so many pairs each; what has no counterpart is with the first of them. */
  *portions(most: number): Generator<Upgrade, void> {
    yield this.pairs.length <= most ? this : this.#part(0, most, this);
    for (let from = most; from < this.pairs.length; from += most)
      yield this.#part(from, from + most, { vanished: [], unknown: [], appeared: [] });
  }

  #part(from: number, to: number, alone: Pick<Upgrade, "vanished" | "unknown" | "appeared">): Upgrade {
    const { vanished, unknown, appeared } = alone;
    const part = { pairs: this.pairs.slice(from, to), vanished, unknown, appeared };
    return new Upgrade(this.before, this.after, part, this.#known);
  }

  /** The one set that takes the place of one that vanished: the same images on the same claim templates, under another name. */
  successorOf(vanished: StatefulSetView): StatefulSetView | undefined {
    this.#known.appearedByPortrait ??= groupedBy(this.appeared, portrait);
    let only: StatefulSetView | undefined;
    for (const set of this.#known.appearedByPortrait.get(portrait(vanished)) ?? []) {
      if (!together(set.manifest, vanished.manifest)) continue;
      if (only !== undefined) return undefined;
      only = set;
    }
    return only;
  }

  /** A workload of another kind and the same name that ran before a set appeared, such as the Deployment it replaces. */
  replacedBy(set: StatefulSetView): Workload | undefined {
    this.#known.othersBefore ??= othersByName(this.before);
    return this.#known.othersBefore.get(set.name)?.find(({ manifest }) => together(manifest, set.manifest));
  }

  /** Who names claims of a set that runs now in its volumes once the upgrade is made: by claim, the first workload. */
  takersOf(set: StatefulSetView): ReadonlyMap<string, Workload> {
    this.#known.takers ??= takersByStem(this.after);
    const takers = new Map<string, Workload>();
    const stems = new Set(set.claimTemplates.map(({ name }) => `${name}-${set.name}`));
    const named = [...stems]
      .flatMap((stem) => this.#known.takers?.get(stem) ?? [])
      .sort((one, other) => one.at - other.at);
    for (const { claim, workload } of named)
      if (!takers.has(claim) && set.makesClaim(claim) && together(workload.manifest, set.manifest))
        takers.set(claim, workload);
    return takers;
  }

  /** A workload of another kind and the same name that takes the place of a set that vanished. */
  replacementOf(set: StatefulSetView): Workload | undefined {
    this.#known.othersAfter ??= othersByName(this.after);
    return this.#known.othersAfter.get(set.name)?.find(({ manifest }) => together(manifest, set.manifest));
  }
}

/** What is looked up in an upgrade, made once where it is asked for: a chart that renames every set asks for each of them. */
class LookUps {
  appearedByPortrait: ReadonlyMap<string, readonly StatefulSetView[]> | undefined;
  othersBefore: ReadonlyMap<string, readonly Workload[]> | undefined;
  takers: ReadonlyMap<string, readonly Taker[]> | undefined;
  othersAfter: ReadonlyMap<string, readonly Workload[]> | undefined;
}

interface Taker {
  readonly claim: string;
  readonly workload: Workload;
  /** In which order all of them stand. */
  readonly at: number;
}

/** Who names which claim, by its name without the ordinal. */
function takersByStem({ workloads }: Release): ReadonlyMap<string, readonly Taker[]> {
  const named = workloads.flatMap((workload) => workload.namedClaims.map(({ claimName }) => ({ claimName, workload })));
  const takers = named.map(({ claimName, workload }, at): Taker => ({ claim: claimName, workload, at }));
  return groupedBy(takers, ({ claim }) => beforeOrdinal(claim));
}

/** The workloads that are no StatefulSets. */
function othersByName({ workloads }: Release): ReadonlyMap<string, readonly Workload[]> {
  return groupedBy(
    workloads.filter(({ kind }) => kind !== "StatefulSet"),
    ({ name }) => name,
  );
}

function isCounterpart(one: StatefulSetView, other: StatefulSetView, strictness: number): boolean {
  if (one.name !== other.name) return false;
  if (strictness > 1 && chartOf(one.manifest.source) !== chartOf(other.manifest.source)) return false;
  return strictness > 0 ? one.manifest.namespace === other.manifest.namespace : together(one.manifest, other.manifest);
}

/** What a rename keeps: the images without tag, and the names of the claim templates. */
function portrait(set: StatefulSetView): string {
  return JSON.stringify([
    set.containers.map(({ image }) => image.replace(/(?:@.*|:[^:/@]*)$/s, "")).sort(),
    set.claimTemplates.map(({ name }) => name).sort(),
  ]);
}
