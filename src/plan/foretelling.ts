import { groupedBy } from "../model/grouped.ts";
import { type AskedVersion, formatMinor } from "../model/kubernetes-version.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Foretold, ForetoldOf } from "./foretold.ts";
import type { RefusedClaim, SetPlan } from "./plan-types.ts";

/** What is foretold under one version, by whom it is about. */
export class Foretelling {
  readonly #ofPods: ReadonlyMap<string, readonly ForetoldOf[]>;
  readonly #refused: readonly ForetoldOf[];

  constructor(all: readonly ForetoldOf[], { minor }: AskedVersion) {
    const version = formatMinor(minor);
    const standing = all.filter(({ versions }) => versions === undefined || versions.includes(version));
    this.#ofPods = groupedBy(
      standing.filter(({ kind }) => kind !== "refused"),
      ({ resource }) => keyOf(resource),
    );
    this.#refused = standing.filter(({ kind }) => kind === "refused");
  }

  /** Of the pods of a set, once new ones are made. */
  of({ manifest }: StatefulSetView): readonly Foretold[] {
    return (this.#ofPods.get(keyOf(manifest)) ?? []).map(shown);
  }

  /** Of other objects than these sets and claims, whose plans have what is refused of them. */
  besides(sets: readonly SetPlan[], claims: readonly RefusedClaim[]): readonly Foretold[] {
    const planned = {
      StatefulSet: new Set(sets.map(({ name }) => name)),
      PersistentVolumeClaim: new Set(claims.map(({ name }) => name)),
    };
    const isPlanned = ({ kind, name }: ForetoldOf["resource"]) =>
      (kind === "StatefulSet" || kind === "PersistentVolumeClaim") && planned[kind].has(name);
    return this.#refused.filter(({ resource }) => !isPlanned(resource)).map(shown);
  }
}

function keyOf({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return JSON.stringify([name, namespace]);
}

function shown({ kind, rule, text, help, file, line, column }: ForetoldOf): Foretold {
  return { kind, rule, text, help, file, line, column };
}
