import { together } from "../../src/model/namespace.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Upgrade } from "../../src/model/upgrade.ts";

/** The set that takes the place of one that vanished: the same containers on the same claim templates, under another name. */
export function successorOf(vanished: StatefulSetView, upgrade: Upgrade): StatefulSetView | undefined {
  const alike = upgrade.appeared.filter(
    (set) => together(set.manifest, vanished.manifest) && portrait(set) === portrait(vanished),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** Image names without tag, as a rename keeps them. */
function portrait(set: StatefulSetView): string {
  return JSON.stringify([
    set.containers.map(({ image }) => image.replace(/(@.*|:[^:/]*)$/, "")).sort(),
    set.claimTemplates.map(({ name }) => name).sort(),
  ]);
}
