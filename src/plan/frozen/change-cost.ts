import type { DefaultsOptions } from "../../model/defaults.ts";
import type { Deployer } from "../../model/deployer.ts";
import type { Fields } from "../../model/fields.ts";
import { grouped } from "../../model/grouped.ts";
import { removalOf } from "../../model/removal.ts";
import type { StatefulSetView } from "../../model/statefulset.ts";
import { type SetPair, Upgrade } from "../../model/upgrade.ts";
import { vanishedClaims } from "../../model/vanished-claims.ts";
import type { Path } from "../../read/path.ts";
import { immutableChanges } from "../immutable-fields.ts";
import type { RolloutOptions } from "../rollout.ts";
import { claimsOfShape, shapeOf } from "../set-shape.ts";
import { type ApplyMode, setUpdate } from "../set-update.ts";
import { decodedSet } from "../stored-set.ts";
import { planVanished } from "../vanished.ts";

/** What an update costs one StatefulSet that runs. */
export interface ChangeCost {
  /** Fields that it changes and that no update may: the API server refuses it. From the StatefulSet's root. */
  readonly refused: readonly Path[];
  /** The set goes: nothing comes in its place, or another set with pods of its own. */
  readonly gone?: "removed" | "renamed";
  /** Claims that no pod mounts afterwards, where the set is made anew to get through a refusal, too, and those that go with the update. */
  readonly claims: readonly string[];
  /** What becomes of these claims: `deleted` where the retention policy says so, or the chart itself makes them and does no longer. */
  readonly claimsBecome?: "stranded" | "deleted";
  /** The pods are replaced: the stored pod template changes. */
  readonly restarts: boolean;
}

/**
 * Costs by the set as it runs; sets that an update leaves as they are, or only scales, are left out. Undefined where the
 * server cannot even read one of them: what was changed took a value of another kind.
 */
export function changeCosts(
  before: Upgrade["before"],
  after: Upgrade["after"],
  defaults: DefaultsOptions,
  rollout: RolloutOptions & { readonly apply?: ApplyMode; readonly deployer?: Deployer },
): Map<StatefulSetView, ChangeCost> | undefined {
  const upgrade = new Upgrade(before, after);
  const costs = new Map<StatefulSetView, ChangeCost>();
  const lost = lostClaims(upgrade, rollout.deployer);
  for (const pair of upgrade.pairs) {
    if (canBeRead(pair.before.manifest.value, defaults) && !canBeRead(pair.after.manifest.value, defaults))
      return undefined;
    const cost = withLost(costOfUpdate(pair, defaults, rollout.apply), lost.get(pair.before) ?? lost.get(pair.after));
    if (cost.refused.length > 0 || cost.restarts || cost.claims.length > 0) costs.set(pair.before, cost);
  }
  for (const view of upgrade.vanished) {
    const { claims, renamedTo, removal } = planVanished(view, upgrade, rollout);
    // An annotation keeps it where it is.
    if (removal.becomes === "runs-on") continue;
    const [first] = claims;
    const cost: ChangeCost = {
      refused: [],
      gone: renamedTo === undefined ? "removed" : "renamed",
      claims: claims.map(({ name }) => name),
      ...(first === undefined || first.becomes === "kept" ? {} : { claimsBecome: first.becomes }),
      restarts: false,
    };
    costs.set(view, withLost(cost, lost.get(view)));
  }
  return costs;
}

function canBeRead(set: Fields, defaults: DefaultsOptions): boolean {
  return decodedSet(defaults, set) !== undefined;
}

/** By the set that mounts them: claims of the manifests that the new ones lack, and that nothing keeps. */
function lostClaims(
  upgrade: Upgrade,
  deployer: Deployer | undefined,
): ReadonlyMap<StatefulSetView | undefined, readonly string[]> {
  const gone = vanishedClaims(upgrade, deployer).filter(
    ({ manifest }) => removalOf(manifest, deployer).becomes !== "runs-on",
  );
  return grouped(gone.map(({ manifest, usedBy, wantedBy }) => [wantedBy ?? usedBy, manifest.name] as const));
}

function withLost(cost: ChangeCost, lost: readonly string[] = []): ChangeCost {
  return lost.length === 0 ? cost : { ...cost, claims: [...lost, ...cost.claims], claimsBecome: "deleted" };
}

function costOfUpdate({ before, after }: SetPair, defaults: DefaultsOptions, apply: ApplyMode | undefined): ChangeCost {
  const options = apply === undefined ? defaults : { ...defaults, apply };
  const update = setUpdate(before.manifest.value, after.manifest.value, options);
  const changes = immutableChanges(update.before, update.after, defaults);
  const removed = new Set(changes.flatMap((change) => (change.kind === "claim-removed" ? [change.template] : [])));
  const claims = claimsOfShape(shapeOf(update.before, defaults)).filter(({ template }) => removed.has(template));
  return {
    refused: changes.map(({ path }) => path),
    claims: claims.map(({ name }) => name),
    ...(claims.length === 0 ? {} : { claimsBecome: "stranded" }),
    restarts: update.revision.restart,
  };
}
