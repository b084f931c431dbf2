/*
 * Runs the commands of a way through, as they are printed, on a Rollout: what they promise is what happens there.
 */
import { type Fields, filled, isMapping, mapping } from "../model/fields.ts";
import { isSameValue } from "../model/same-value.ts";
import { readControlledSet } from "./controlled-set.ts";
import { defaultsOf, Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import { shellWords } from "./shell.ts";
import { storedSet } from "./stored-set.ts";
import { unrolled } from "./stretches.ts";
import type { Proof } from "./way-check.ts";
import { WayClaims, WayError } from "./way-claims.ts";

export class WayRun {
  readonly #rollout: Rollout;
  readonly #next: Fields;
  readonly #applied: (live: Fields) => Fields;
  readonly #name: string;
  readonly #claims: WayClaims;
  readonly #marks = new Map<string, Map<string, string>>();
  /** By claim name, as a set's pods mount them: those of a set that comes are made as its claims are created. */
  readonly #nextClaims: ReadonlyMap<string, Fields>;
  #live: Fields | undefined;
  #at: Step;
  #named: { readonly claims: Step["claims"]; readonly names: ReadonlySet<string> } | undefined;
  /** What was done to pods since {@link begin}. */
  #done: Step["batches"][number][number][] = [];

  /** `applied`: what applying `next` makes of the set while it is there; `next` itself unless given. */
  constructor(old: Fields, next: Fields, options: RolloutOptions = {}, applied: (live: Fields) => Fields = () => next) {
    const defaults = defaultsOf(options);
    this.#rollout = new Rollout(options);
    this.#live = storedSet(old, defaults);
    this.#next = next;
    this.#applied = applied;
    this.#at = this.#rollout.settle(this.#live);
    // It came to rest long ago under its own policy; only how its pods were started differed.
    this.#at = this.#rollout.restore(this.#live);
    this.#name = filled(mapping(old.metadata).name) ?? "";
    this.#claims = new WayClaims(defaults);
    for (const [name, claim] of this.#claims.ofSet(this.#live, defaults)) this.#claims.create(name, claim);
    this.#nextClaims = this.#claims.ofSet(next, defaults);
  }

  get step(): Step {
    return this.#at;
  }

  get waits(): Rollout["waits"] {
    return this.#rollout.waits;
  }

  /** What the controller and the commands did to pods since {@link begin}. */
  get done(): readonly Step["batches"][number][number][] {
    return this.#done;
  }

  begin(): void {
    this.#done = [];
  }

  /** Runs one printed command, a loop or not. Throws {@link WayError} for one that nobody knows here, or that is refused. */
  run(line: string): void {
    for (const command of unrolled(line)) this.#run(command);
  }

  #run(line: string): void {
    const words = shellWords(line);
    const [program = "", ...rest] = words;
    if (program === "kubectl") this.#kubectl(rest);
    else if (program === "helm" && rest[0] === "upgrade") this.#apply();
    else if (program === "flux" && rest[0] === "resume") this.#apply();
    else if (program === "argocd" && rest[0] === "app" && rest[1] === "sync") {
      if (rest.includes("--force") || rest.includes("--replace"))
        throw new WayError("it deletes the set with its pods");
      this.#apply();
    } else if (!isIdle(program, rest)) throw new WayError(`nobody knows what \`${line}\` does`);
  }

  #kubectl(words: readonly string[]): void {
    const [verb = "", ...rest] = words[0] === "-n" ? words.slice(2) : words;
    const subject = rest.find((word) => word.includes("/")) ?? "";
    switch (verb) {
      case "get":
      case "wait":
        return;
      case "create":
        if (this.#live !== undefined) throw new WayError("it is there already");
        this.#apply();
        return;
      case "apply":
        this.#apply();
        return;
      case "rollout":
        if (rest[0] === "restart") this.#restart();
        return;
      case "scale":
        this.#scale(Number(optionOf(rest, "--replicas")));
        return;
      case "delete":
        this.#delete(subject, rest);
        return;
      case "patch":
        this.#patch(subject, rest);
        return;
      case "label":
      case "annotate":
        this.#mark(rest);
        return;
      default:
        throw new WayError(`nobody knows what \`kubectl ${verb}\` does`);
    }
  }

  #take(step: Step): void {
    if (step.refused !== undefined) throw new WayError(step.refused);
    this.#at = step;
    for (const batch of step.batches) this.#done.push(...batch);
    for (const { name } of step.claims)
      if (!this.#claims.has(name)) this.#claims.create(name, this.#nextClaims.get(name));
  }

  #apply(): void {
    const set = this.#live === undefined ? this.#next : this.#applied(this.#live);
    this.#take(this.#rollout.apply(set));
    this.#live = set;
  }

  #update(change: (spec: Fields) => Fields): void {
    if (this.#live === undefined) throw new WayError("the StatefulSet is gone");
    const changed = { ...this.#live, spec: change(mapping(this.#live.spec)) };
    this.#take(this.#rollout.apply(changed));
    this.#live = changed;
  }

  #restart(): void {
    this.#update((spec) => {
      const template = mapping(spec.template);
      const metadata = mapping(template.metadata);
      const annotations = { ...mapping(metadata.annotations), "kubectl.kubernetes.io/restartedAt": "now" };
      return { ...spec, template: { ...template, metadata: { ...metadata, annotations } } };
    });
  }

  #scale(replicas: number): void {
    if (!Number.isInteger(replicas)) throw new WayError("no number of replicas");
    this.#update((spec) => ({ ...spec, replicas }));
  }

  #delete(subject: string, rest: readonly string[]): void {
    if (subject === `statefulset/${this.#name}`) {
      if (!rest.includes("--cascade=orphan")) throw new WayError("it deletes the pods too");
      this.#take(this.#rollout.deleteSet({ orphan: true, name: this.#name }));
      this.#live = undefined;
      return;
    }
    if (!subject.startsWith("pod/")) throw new WayError(`it deletes ${subject}`);
    this.#take(this.#rollout.deletePod(subject.slice(4)));
  }

  #patch(subject: string, rest: readonly string[]): void {
    const patch = parsed(rest[rest.indexOf("-p") + 1] ?? "");
    if (subject.startsWith("pvc/")) {
      this.#claims.patch(subject.slice(4), patch);
      return;
    }
    if (subject !== `statefulset/${this.#name}`) throw new WayError(`it patches ${subject}`);
    this.#update((spec) => mergePatched(spec, mapping(patch.spec)));
  }

  #mark(rest: readonly string[]): void {
    const claims = rest.filter((word) => word.startsWith("pvc/")).map((word) => word.slice(4));
    const marks = rest.filter((word) => !word.startsWith("pvc/") && !word.startsWith("--"));
    for (const claim of claims) {
      if (!this.#claimNames().has(claim)) throw new WayError(`there is no claim ${claim}`);
      const own = this.#marks.get(claim) ?? new Map<string, string>();
      for (const mark of marks) {
        const equals = mark.indexOf("=");
        if (equals > 0) own.set(mark.slice(0, equals), mark.slice(equals + 1));
        else own.delete(mark.replace(/-$/, ""));
      }
      this.#marks.set(claim, own);
    }
  }

  /** Whether something is true now, counted from the last {@link begin}. */
  holds(proof: Proof): boolean {
    const claims = this.#claimNames();
    if (proof.that === "untouched" || proof.that === "absent" || proof.that === "anew") return this.#holdsOfPods(proof);
    switch (proof.that) {
      case "set-absent":
        return this.#live === undefined;
      case "set-there":
        return this.#live !== undefined && readControlledSet(storedSet(this.#live)).replicas === proof.replicas;
      case "claims-stay":
        return proof.claims.every((claim) => claims.has(claim));
      case "claims-sized":
        return proof.claims.every((claim) => claims.has(claim) && this.#claims.asksFor(claim, proof.size));
      case "claims-classed":
        return proof.claims.every((claim) => claims.has(claim) && this.#claims.isOfClass(claim, proof.className));
      case "claims-marked":
        return proof.claims.every(
          (claim) =>
            claims.has(claim) && proof.marks.every(([key, value]) => this.#marks.get(claim)?.get(key) === value),
        );
      case "strategy":
        return this.#live !== undefined && isSameValue(mapping(this.#live.spec).updateStrategy, proof.strategy);
      case "scaled-claims-kept":
        return this.#live !== undefined && readControlledSet(storedSet(this.#live)).whenScaled === "Retain";
      case "nothing-changes":
        return this.#done.length === 0;
    }
  }

  #holdsOfPods({ that, pods }: PodProof): boolean {
    const there = new Map(this.#at.pods.map((pod) => [pod.name, pod]));
    if (that === "absent") return pods.every((pod) => !there.has(pod));
    const actions = this.#done.filter((action) => that === "untouched" || action.do === "create");
    const of = new Set(actions.map(({ pod }) => pod));
    return pods.every((pod) =>
      that === "untouched" ? there.has(pod) && !of.has(pod) : there.get(pod)?.ready === true && of.has(pod),
    );
  }

  /** The claims that are there: asked for each claim of a set, worked out once a step. */
  #claimNames(): ReadonlySet<string> {
    const { claims } = this.#at;
    if (this.#named?.claims !== claims) this.#named = { claims, names: new Set(claims.map(({ name }) => name)) };
    return this.#named.names;
  }
}

type PodProof = Extract<Proof, { readonly that: "untouched" | "absent" | "anew" }>;

/** What only tells a deployer to keep still, or to watch again. */
function isIdle(program: string, [first, second]: readonly string[]): boolean {
  if (program === "flux") return first === "suspend";
  return program === "argocd" && first === "app" && (second === "set" || second === "get");
}

function optionOf(words: readonly string[], name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : {};
  } catch {
    throw new WayError("a patch that is no JSON");
  }
}

/** A merge patch as `kubectl patch --type=merge` sends it: null takes a field away. */
function mergePatched(target: Fields, patch: Fields): Fields {
  const result: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = isMapping(value) ? mergePatched(mapping(target[key]), value) : value;
  }
  return result;
}
