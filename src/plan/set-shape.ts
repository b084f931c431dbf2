import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, filled, mapping } from "../model/fields.ts";
import { type ControlledSet, claimName, podName, readControlledSet } from "./controlled-set.ts";
import { storedSet } from "./stored-set.ts";

/** A StatefulSet with the names of everything that is made from it. */
export interface SetShape extends ControlledSet {
  readonly namespace?: string;
  readonly manifest: Fields;
  /** By ordinal. */
  readonly pods: readonly ShapePod[];
}

export interface ShapePod {
  readonly ordinal: number;
  readonly name: string;
  readonly claims: readonly ShapeClaim[];
}

export interface ShapeClaim {
  readonly name: string;
  readonly template: string;
  readonly pod: string;
}

/** At most so many pods are spelt out. */
export const mostPods = 5000;

export function shapeOf(manifest: Fields, options: DefaultsOptions = {}): SetShape {
  const set = readControlledSet(storedSet(manifest, options));
  const namespace = filled(mapping(manifest.metadata).namespace);
  const pods = Array.from({ length: Math.min(set.replicas, mostPods) }, (_, index) => {
    const ordinal = set.start + index;
    const name = podName(set.name, ordinal);
    const claims = set.claimTemplates.map((template) => ({
      name: claimName(template, set.name, ordinal),
      template,
      pod: name,
    }));
    return { ordinal, name, claims };
  });
  return { ...set, ...(namespace === undefined ? {} : { namespace }), manifest, pods };
}

/** All claims that the set's pods mount. */
export function claimsOfShape(shape: SetShape): ShapeClaim[] {
  return shape.pods.flatMap(({ claims }) => claims);
}
