/*
 * What is there when a way was gone: pods and claims by name.
 */
import { filled, list, mapping } from "../model/fields.ts";
import { inOrdinalRange } from "./controlled-set.ts";
import { claimsOfShape, type SetShape } from "./set-shape.ts";
import type { WayResult } from "./way-types.ts";

/** Whether the old pods come under the new set, which then scales them down by its own policy. */
export function resultOf(before: SetShape, after: SetShape, pods: "adopted" | "foreign"): WayResult {
  const old = claimsOfShape(before);
  const made = new Set(claimsOfShape(after).map(({ name }) => name));
  const next = new Set([...made, ...claimsNamedBy(after)]);
  const known = new Set(old.map(({ name }) => name));
  const scaledDown = new Set(
    before.pods.filter(({ ordinal }) => !inOrdinalRange(after, ordinal)).map(({ name }) => name),
  );
  const collected = old.filter(
    ({ pod, template }) =>
      pods === "adopted" &&
      after.whenScaled === "Delete" &&
      scaledDown.has(pod) &&
      after.claimTemplates.includes(template),
  );
  const deleted = new Set(collected.map(({ name }) => name));
  return {
    pods: after.pods.map(({ name }) => name),
    claims: {
      kept: old.filter(({ name }) => next.has(name)).map(({ name }) => name),
      created: [...made].filter((name) => !known.has(name)),
      stranded: old.filter(({ name }) => !next.has(name) && !deleted.has(name)).map(({ name }) => name),
      deleted: [...deleted],
    },
  };
}

/** The claims that a set's volumes name, as one volume for all of its pods. */
export function claimsNamedBy({ template }: SetShape): ReadonlySet<string> {
  return new Set(
    list(mapping(template.spec).volumes).flatMap(
      (volume) => filled(mapping(mapping(volume).persistentVolumeClaim).claimName) ?? [],
    ),
  );
}
