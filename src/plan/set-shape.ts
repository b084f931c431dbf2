import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, filled, mapping } from "../model/fields.ts";
import { groupedBy } from "../model/grouped.ts";
import { type ControlledSet, claimName, podName, readControlledSet } from "./controlled-set.ts";
import { storedSet } from "./stored-set.ts";

/** A StatefulSet with the names of everything that is made from it. */
export interface SetShape extends ControlledSet {
  readonly namespace?: string;
  readonly manifest: Fields;
  /** By ordinal. */
  readonly pods: readonly ShapePod[];
  /** By the name of their template. */
  readonly claimsByTemplate: ReadonlyMap<string, readonly ShapeClaim[]>;
}

export interface ShapePod {
  readonly ordinal: number;
  readonly name: string;
  readonly claims: readonly ShapeClaim[];
}

interface ShapeClaim {
  readonly name: string;
  readonly template: string;
  readonly pod: string;
  /** Of its pod. */
  readonly ordinal: number;
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
      ordinal,
    }));
    return { ordinal, name, claims };
  });
  let claimsByTemplate: SetShape["claimsByTemplate"] | undefined;
  return {
    ...set,
    ...(namespace === undefined ? {} : { namespace }),
    manifest,
    pods,
    get claimsByTemplate() {
      claimsByTemplate ??= groupedBy(
        pods.flatMap(({ claims }) => claims),
        ({ template }) => template,
      );
      return claimsByTemplate;
    },
  };
}

/** The claims of one template. */
export function claimsOfTemplate(shape: SetShape, template: string): readonly ShapeClaim[] {
  return shape.claimsByTemplate.get(template) ?? [];
}

/** All claims that the set's pods mount. */
export function claimsOfShape(shape: SetShape): ShapeClaim[] {
  return shape.pods.flatMap(({ claims }) => claims);
}
