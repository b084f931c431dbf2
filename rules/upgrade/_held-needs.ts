import type { Deployer } from "../../src/model/deployer.ts";
import { found } from "../../src/model/lookup.ts";
import { hooks } from "../../src/model/neighbours.ts";
import { type Removal, removalOf } from "../../src/model/removal.ts";
import { madeSecrets } from "../../src/model/secret-makers.ts";
import type { SetPair } from "../../src/model/upgrade.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";

/** A ConfigMap or Secret that pods of the old revision need, and that goes with the update. */
export interface LostNeed {
  readonly manifest: Manifest;
  readonly how: "env" | "volume";
  /** Where the old pods name it. */
  readonly path: Path;
  readonly removal: Removal;
}

/**
 * Those that the old pods name and the new manifests lack. A volume is mounted when a pod is made, and under OnDelete a pod that is made anew
 * has the new revision; variables are read whenever a container starts.
 */
export function lostNeeds(
  { before, after }: SetPair,
  by: "OnDelete" | "partition",
  asked: Deployer | undefined,
): readonly LostNeed[] {
  const needs = new Map<Manifest, LostNeed>();
  for (const { kind, name, optional, how, path } of before.references) {
    if (optional || (by === "OnDelete" && how === "volume")) continue;
    if (after.release.named(kind, name, after.manifest).state !== "not-in-input") continue;
    const manifest = found(before.release.named(kind, name, before.manifest));
    if (manifest === undefined || needs.has(manifest) || hooks(manifest).length > 0) continue;
    if (madeSecrets(after.release, { kind, name }, after.manifest).length > 0) continue;
    const removal = removalOf(manifest, asked);
    if (removal.becomes !== "runs-on")
      needs.set(manifest, { manifest, how: how === "volume" ? "volume" : "env", path, removal });
  }
  return [...needs.values()];
}
