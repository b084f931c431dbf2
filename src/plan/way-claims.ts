/*
 * The claims that a way finds and makes, as the API server holds them: what a patch of one comes to is admission's answer.
 */
import { admit } from "../admission/admit.ts";
import { DecodeError } from "../admission/decode-error.ts";
import { stored } from "../admission/stored.ts";
import { claimUpdate } from "../model/claim-update.ts";
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, filled, list, mapping } from "../model/fields.ts";
import { formatMinor, newestMinor } from "../model/kubernetes-version.ts";
import { merged } from "../model/merged.ts";
import { parseQuantity } from "../model/quantity.ts";
import { claimsOfShape, shapeOf } from "./set-shape.ts";
import { storedSet } from "./stored-set.ts";

/** A command that cannot be followed, or that the server refuses. */
export class WayError extends Error {
  override readonly name = "WayError";
}

type Server = Pick<NonNullable<Parameters<typeof admit>[1]>, "kubernetesVersion" | "featureGates">;

export class WayClaims {
  readonly #server: Server;
  /** By name. Claims of one template are one object until they are patched, and again once all were patched alike. */
  readonly #claims = new Map<string, Fields>();
  readonly #patched = new WeakMap<Fields, Map<string, Fields>>();

  constructor({ minor = newestMinor, featureGates }: DefaultsOptions) {
    this.#server = { kubernetesVersion: formatMinor(minor), ...(featureGates === undefined ? {} : { featureGates }) };
  }

  /** The claims of a set's pods by name, each bound and as the server made it of its template. */
  ofSet(set: Fields, options: DefaultsOptions): Map<string, Fields> {
    const made = new Map<string, Fields>();
    for (const template of list(mapping(storedSet(set, options).spec).volumeClaimTemplates)) {
      const { metadata, spec } = mapping(template);
      const claim = this.#kept({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "claim" }, spec });
      const { storage } = mapping(mapping(mapping(spec).resources).requests);
      made.set(filled(mapping(metadata).name) ?? "", { ...claim, status: { phase: "Bound", capacity: { storage } } });
    }
    const claims = claimsOfShape(shapeOf(set, options));
    return new Map(claims.map(({ name, template }) => [name, made.get(template) ?? {}]));
  }

  has(name: string): boolean {
    return this.#claims.has(name);
  }

  create(name: string, claim: Fields | undefined): void {
    this.#claims.set(name, claim ?? {});
  }

  /** Holds a claim that runs, as the server keeps it. */
  hold(name: string, live: Fields): void {
    this.#claims.set(name, { ...this.#kept(live), status: live.status });
  }

  /** Applies a claim of the manifests. Throws {@link WayError} where the server refuses it. */
  apply(name: string, manifest: Fields): void {
    const live = this.#claims.get(name);
    if (live === undefined) {
      const { decode, errors: [error] = [] } = admit(manifest, this.#server);
      if (decode !== undefined || error !== undefined) throw new WayError(decode ?? error?.join(" ") ?? "");
      this.#claims.set(name, this.#kept(manifest));
      return;
    }
    const { next, old } = claimUpdate(manifest, live);
    this.#claims.set(name, this.#accepted(old, next));
  }

  delete(name: string): void {
    if (!this.#claims.delete(name)) throw new WayError(`there is no claim ${name}`);
  }

  get names(): readonly string[] {
    return [...this.#claims.keys()];
  }

  get(name: string): Fields | undefined {
    return this.#claims.get(name);
  }

  /** Merges a patch into a claim. Throws {@link WayError} where the server refuses what comes of it. */
  patch(name: string, patch: Fields): void {
    const claim = this.#claims.get(name);
    if (claim === undefined) throw new WayError(`there is no claim ${name}`);
    const key = JSON.stringify(patch);
    const known = this.#patched.get(claim) ?? new Map<string, Fields>();
    this.#patched.set(claim, known);
    const after = known.get(key) ?? this.#accepted(claim, merged(claim, patch));
    known.set(key, after);
    this.#claims.set(name, after);
  }

  #accepted(old: Fields, next: Fields): Fields {
    const refusals = (claim: Fields) => {
      const { decode, errors = [] } = admit(claim, { ...this.#server, old });
      return [...(decode === undefined ? [] : [decode]), ...errors.map((error) => error.join(" "))];
    };
    // What was wrong with the template already is another matter.
    const before = new Set(refusals(old));
    const refused = refusals(next).find((each) => !before.has(each));
    if (refused !== undefined) throw new WayError(refused);
    return { ...this.#kept(next, old), status: old.status };
  }

  #kept(claim: Fields, old?: Fields): Fields {
    try {
      return stored(claim, { ...this.#server, ...(old === undefined ? {} : { old }) }) as Fields;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return claim;
    }
  }

  /** Whether a claim asks for an amount, however it is written. */
  asksFor(name: string, size: string): boolean {
    const asked = mapping(mapping(this.#specOf(name).resources).requests).storage;
    const [one, other] = [parseQuantity(asked), parseQuantity(size)];
    return one !== undefined && other !== undefined && one.compare(other) === 0;
  }

  isOfClass(name: string, className: string): boolean {
    return this.#specOf(name).volumeAttributesClassName === className;
  }

  #specOf(name: string): Fields {
    return mapping(this.#claims.get(name)?.spec);
  }
}
