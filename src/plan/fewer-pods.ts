/*
 * A change of sets of many pods, as sets of few make it.
 *
 * Where every pod becomes ready, the controller tells ordinals apart in a few places only: where either set begins and
 * ends, at a partition, and where a volume names one pod's claim. Between two of those places each pod goes through what
 * its neighbour does, one after the other or all at once. So the pods between two places are played by four: the two
 * lowest, one for all in the middle, and the highest. test/plan/many-pods.test.ts holds that to whole sets.
 */
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, filled, has, isMapping, list, mapping } from "../model/fields.ts";
import { scaledValue } from "../model/int-or-string.ts";
import { type ControlledSet, mountedClaims, parentAndOrdinal, readControlledSet } from "./controlled-set.ts";
import { lengthOf, ordinalsOf, type Span } from "./large-set.ts";
import { storedSet } from "./stored-set.ts";

/** So many pods play all between two places. */
const players = 4;

/** More claims than any real pod template names of its own set. */
const mostNamedClaims = 20;

export interface FewerPods {
  readonly old: Fields;
  readonly next: Fields;
  /** The ordinals of the whole sets that one of the few stands for. */
  readonly standsFor: (ordinal: number) => Span;
}

/** Pods that an update deletes at once, the highest of it, where neither one nor all of them go. */
export interface FirstWave {
  readonly from: number;
  readonly pods: number;
}

/**
 * Undefined where the pods' volumes name too many claims of single pods. Where pods do not become ready, an update ends
 * with its first wave: that is played by few of its own, all at once.
 */
export function fewerPods(
  old: Fields,
  next: Fields,
  options: DefaultsOptions = {},
  wave?: FirstWave,
): FewerPods | undefined {
  const sets = [old, next].map((manifest) => readControlledSet(storedSet(manifest, options)));
  const named = [...new Set(sets.flatMap((set) => [...claimOrdinals(set, sets).values()]))];
  if (named.length > mostNamedClaims) return undefined;
  const [was, is] = sets;
  // Where `type: RollingUpdate` stands alone, pods are created old as far as there were pods before.
  const ran = was === undefined || is === undefined ? [] : [is.start + was.replicas];
  const begins = wave === undefined ? [] : [wave.from];
  const places = [
    ...new Set([...sets.flatMap(placesOf), ...ran, ...begins, ...named.flatMap((each) => [each, each + 1])]),
  ].sort((one, other) => one - other);
  const [first = 0] = places;
  const few = [first];
  for (let index = 1; index < places.length; index++)
    few.push((few[index - 1] ?? 0) + Math.min(players, (places[index] ?? 0) - (places[index - 1] ?? 0)));
  const ordinals = new Map(places.map((place, index) => [place, few[index] ?? 0]));
  const [fewOld, fewNext] = [old, next].map((manifest, index) => {
    const set = sets[index];
    return set === undefined
      ? manifest
      : withFew(
          manifest,
          set,
          claimOrdinals(set, sets),
          (at) => ordinals.get(at) ?? at,
          Math.min(players, wave?.pods ?? 1),
        );
  });
  return {
    old: fewOld ?? old,
    next: fewNext ?? next,
    standsFor: (ordinal) => {
      const index = few.findLastIndex((place) => place <= ordinal);
      const [offset, from] = [ordinal - (few[index] ?? 0), places[index] ?? 0];
      const to = (places[index + 1] ?? from + 1) - 1;
      if (lengthOf({ from, to }) <= players || offset < players - 2) return { from: from + offset, to: from + offset };
      return offset === players - 1 ? { from: to, to } : { from: from + offset, to: to - 1 };
    },
  };
}

/** Where the controller begins to treat the next ordinal otherwise. */
function placesOf(set: ControlledSet): number[] {
  const { from, to } = ordinalsOf(set);
  const partition = set.rollingUpdate?.partition ?? 0;
  return [from, to + 1, from + partition];
}

/** The claims of single pods of either set that a pod template's own volumes name, each with its ordinal. */
function claimOrdinals({ template }: ControlledSet, sets: readonly ControlledSet[]): Map<string, number> {
  const parents = new Set(sets.flatMap(({ name, claimTemplates }) => claimTemplates.map((each) => `${each}-${name}`)));
  const found = new Map<string, number>();
  for (const claim of mountedClaims(template).values()) {
    const { parent, ordinal } = parentAndOrdinal(claim) ?? { parent: "", ordinal: 0 };
    if (parents.has(parent)) found.set(claim, ordinal);
  }
  return found;
}

function withFew(
  manifest: Fields,
  set: ControlledSet,
  claims: ReadonlyMap<string, number>,
  fewOf: (place: number) => number,
  pace: number,
): Fields {
  const spec = mapping(manifest.spec);
  const { from, to } = ordinalsOf(set);
  const start = fewOf(from);
  return {
    ...manifest,
    spec: {
      ...spec,
      replicas: fewOf(to + 1) - start,
      ...(isMapping(spec.ordinals) ? { ordinals: { ...spec.ordinals, start } } : {}),
      ...(isMapping(spec.updateStrategy)
        ? {
            updateStrategy: withFewAtOnce(
              spec.updateStrategy,
              set,
              fewOf(from + (set.rollingUpdate?.partition ?? 0)) - start,
              pace,
            ),
          }
        : {}),
      ...(claims.size === 0 ? {} : { template: withFewClaims(spec.template, claims, fewOf) }),
    },
  };
}

/** The pace stays what it is where it is one pod, or all of them; any other is played at the pace that is given. */
function withFewAtOnce(
  strategy: Fields,
  { rollingUpdate, replicas }: ControlledSet,
  partition: number,
  pace: number,
): Fields {
  if (rollingUpdate === undefined || !isMapping(strategy.rollingUpdate)) return strategy;
  const block = mapping(strategy.rollingUpdate);
  const atOnce = scaledValue(rollingUpdate.maxUnavailable ?? 1, replicas, "down") ?? 1;
  return {
    ...strategy,
    rollingUpdate: {
      ...block,
      ...(has(block, "partition") ? { partition } : {}),
      ...(rollingUpdate.maxUnavailable === undefined
        ? {}
        : { maxUnavailable: atOnce >= replicas ? "100%" : atOnce <= 1 ? 1 : pace }),
    },
  };
}

function withFewClaims(
  template: unknown,
  claims: ReadonlyMap<string, number>,
  fewOf: (place: number) => number,
): Fields {
  const spec = mapping(mapping(template).spec);
  const volumes = list(spec.volumes).map((volume) => {
    const source = mapping(mapping(volume).persistentVolumeClaim);
    const claimName = filled(source.claimName) ?? "";
    const ordinal = claims.get(claimName);
    if (ordinal === undefined) return volume;
    const renamed = `${claimName.slice(0, claimName.lastIndexOf("-"))}-${fewOf(ordinal)}`;
    return { ...mapping(volume), persistentVolumeClaim: { ...source, claimName: renamed } };
  });
  return { ...mapping(template), spec: { ...spec, volumes } };
}
