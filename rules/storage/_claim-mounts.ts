import { filled, mapping } from "../../src/model/fields.ts";
import { readClaimSpec } from "../../src/model/neighbours.ts";
import type { Container, Mount } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** A mount whose volume is a claim: of a claim template, or one that a volume names. */
export interface ClaimMount {
  readonly container: Container;
  readonly mount: Mount;
  /** The access modes as far as they are known; empty where the claim is not in the input. */
  readonly accessModes: readonly string[];
}

/** Where the set's containers mount claims as file systems. */
export function claimMounts(set: StatefulSetView): readonly ClaimMount[] {
  const modes = new Map<string, readonly string[]>();
  for (const { volume, claim } of set.namedClaims) {
    if (mapping(volume.value.persistentVolumeClaim).readOnly === true) continue;
    modes.set(volume.name, claim.state === "found" ? readClaimSpec(claim.it.value.spec).accessModes : []);
  }
  for (const { name, accessModes, spec } of set.claimTemplates) {
    if (filled(spec.volumeMode) === "Block") modes.delete(name);
    else modes.set(name, accessModes);
  }
  return set.containers.flatMap((container) =>
    container.mounts.flatMap((mount) => {
      const accessModes = mount.device ? undefined : modes.get(mount.name);
      return accessModes === undefined ? [] : [{ container, mount, accessModes }];
    }),
  );
}

/** Everything that a container runs, as one text. */
export function scriptOf({ command, args }: Container): string {
  return [...command, ...args].join("\n");
}
