/*
 * Runs the steps of a way around a refused claim: the claims as the API server holds them, and a Rollout for each StatefulSet
 * whose pods mount one of them.
 */
import { type Fields, filled, list, mapping } from "../model/fields.ts";
import { isSameValue } from "../model/same-value.ts";
import { type Path, valueAt } from "../read/path.ts";
import { defaultsOf, Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import { type ApplyMode, appliedTo } from "./set-update.ts";
import { shellWords } from "./shell.ts";
import { storedSet } from "./stored-set.ts";
import { WayClaims, WayError } from "./way-claims.ts";

/** What must be true after a step. */
export type ClaimProof =
  /** The same object, with the spec that it had. */
  | { readonly that: "as-it-was"; readonly claim: string }
  | { readonly that: "absent"; readonly claim: string }
  | { readonly that: "there"; readonly claims: readonly string[] }
  | { readonly that: "made-anew"; readonly claim: string; readonly values: readonly (readonly [Path, unknown])[] };

/** What a deployer applies in a step. */
export interface Applied {
  readonly claims: readonly Fields[];
  /** Whether the sets mount the claim of this name in place of the refused one. */
  readonly mounts?: string;
}

/** A set whose pods mount the claim: as it runs, where it does, and as it is to be. */
export interface Mounter {
  readonly old?: Fields;
  readonly next: Fields;
}

export interface ClaimWayOptions extends RolloutOptions {
  readonly apply?: ApplyMode;
}

export class ClaimWayRun {
  readonly #claims: WayClaims;
  readonly #refused: string;
  readonly #first: Fields | undefined;
  readonly #options: ClaimWayOptions;
  readonly #sets: readonly RunningSet[];

  /** `live`: the refused claim as it is stored. */
  constructor(live: Fields, mounters: readonly Mounter[], options: ClaimWayOptions) {
    this.#options = options;
    this.#claims = new WayClaims(defaultsOf(options));
    this.#refused = filled(mapping(live.metadata).name) ?? "";
    this.#claims.hold(this.#refused, live);
    this.#first = this.#claims.get(this.#refused);
    this.#sets = mounters.map((mounter) => new RunningSet(mounter, options));
  }

  get claims(): readonly string[] {
    return this.#claims.names;
  }

  /** What a deployer brings into the cluster: claims first, then the sets. Throws {@link WayError} where a claim is refused. */
  apply({ claims, mounts }: Applied): void {
    for (const claim of claims) this.#claims.apply(filled(mapping(claim.metadata).name) ?? "", claim);
    for (const set of this.#sets) set.apply(mounts === undefined ? undefined : [this.#refused, mounts], this.#options);
  }

  /** Runs a printed command that no deployer runs. */
  run(line: string): void {
    const words = shellWords(line);
    const [verb = "", subject = ""] = (words[1] === "-n" ? words.slice(3) : words.slice(1)).filter(
      (word) => !word.startsWith("--"),
    );
    if (words[0] !== "kubectl" || verb !== "delete" || !subject.startsWith("pvc/"))
      throw new WayError(`nobody knows what \`${line}\` does`);
    this.#claims.delete(subject.slice(4));
  }

  /** The pods of all sets that mount a claim by its name. */
  podsOn(claim: string): string[] {
    return this.#sets.flatMap((set) => set.podsOn(claim));
  }

  holds(proof: ClaimProof): boolean {
    switch (proof.that) {
      case "as-it-was":
        return isSameValue(mapping(this.#claims.get(proof.claim)?.spec), mapping(this.#first?.spec));
      case "absent":
        return !this.#claims.has(proof.claim);
      case "there":
        return proof.claims.every((claim) => this.#claims.has(claim));
      case "made-anew": {
        const claim = this.#claims.get(proof.claim);
        return claim !== undefined && proof.values.every(([path, value]) => isSameValue(valueAt(claim, path), value));
      }
    }
  }
}

/** One set, with what its pods' templates name. */
class RunningSet {
  readonly #rollout: Rollout;
  readonly #mounter: Mounter;
  readonly #templates = new Map<string, Fields>();
  #live: Fields | undefined;
  #at: Step | undefined;

  constructor(mounter: Mounter, options: ClaimWayOptions) {
    this.#mounter = mounter;
    this.#rollout = new Rollout({
      ...options,
      becomesReady: ({ revision, template }) => {
        this.#templates.set(revision, template);
        return true;
      },
    });
    if (mounter.old === undefined) return;
    this.#live = storedSet(mounter.old, defaultsOf(options));
    this.#rollout.settle(this.#live);
    this.#at = this.#rollout.restore(this.#live);
  }

  /** A set that the server refuses for a reason of its own stays as it is: its own plan says so. */
  apply(renamed: readonly [from: string, to: string] | undefined, options: ClaimWayOptions): void {
    const { old, next } = this.#mounter;
    const written = renamed === undefined ? next : mountingAnother(next, ...renamed);
    const defaults = { ...defaultsOf(options), ...(options.apply === undefined ? {} : { apply: options.apply }) };
    const set =
      this.#live === undefined || old === undefined ? written : appliedTo(this.#live, old, written, defaults).after;
    const step = this.#rollout.apply(set);
    if (step.refused !== undefined) return;
    this.#live = set;
    this.#at = step;
  }

  podsOn(claim: string): string[] {
    return (this.#at?.pods ?? []).flatMap(({ name, revision }) => {
      const template = this.#templates.get(revision);
      return template === undefined || namesClaim(template, claim) ? [name] : [];
    });
  }
}

function namesClaim(template: Fields, claim: string): boolean {
  return list(mapping(template.spec).volumes).some((volume) => claimNameOf(volume) === claim);
}

function claimNameOf(volume: unknown): unknown {
  return mapping(mapping(volume).persistentVolumeClaim).claimName;
}

function mountingAnother(set: Fields, from: string, to: string): Fields {
  const spec = mapping(set.spec);
  const template = mapping(spec.template);
  const pod = mapping(template.spec);
  const volumes = list(pod.volumes).map((volume) =>
    claimNameOf(volume) === from
      ? {
          ...mapping(volume),
          persistentVolumeClaim: { ...mapping(mapping(volume).persistentVolumeClaim), claimName: to },
        }
      : volume,
  );
  return { ...set, spec: { ...spec, template: { ...template, spec: { ...pod, volumes } } } };
}
