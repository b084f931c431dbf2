import type { DefaultsOptions } from "../model/defaults.ts";
import { type Deployer, deploymentOf } from "../model/deployer.ts";
import type { Fields } from "../model/fields.ts";
import type { Manifest } from "../read/document.ts";
import { formatPath } from "../read/path.ts";
import { lostPlace } from "./merge-loss.ts";
import { changePlaces } from "./revision-places.ts";
import type { ApplyMode, SetUpdate } from "./set-update.ts";

/** What the patch of a client makes of the set otherwise than its manifest says, or why there is no patch. */
export function patchNotes(
  manifest: Manifest,
  written: Fields,
  update: SetUpdate,
  isAccepted: boolean,
  defaults: DefaultsOptions,
  { apply, deployer }: { readonly apply?: ApplyMode; readonly deployer?: Deployer },
): string[] {
  if (update.failed !== undefined)
    return [
      "an entry of `imagePullSecrets` without a name does that: take it out of the manifest; where it still fails then, take it out of the live object, too (`kubectl edit`), which restarts the pods",
    ];
  // Flux applies a Kustomization server-side, whatever is assumed of the others.
  if (apply === "server" || !isAccepted || deploymentOf(manifest, deployer).kind === "kustomization") return [];
  const place = lostPlace(written, update, defaults);
  return place === undefined
    ? []
    : [
        `the patch of Helm 3 and kubectl does not lead to what the manifest says: \`${formatPath(changePlaces(written)(place).path.slice(2))}\` comes out otherwise, because it merges that list by one key alone; what is told here is what comes of it`,
      ];
}
