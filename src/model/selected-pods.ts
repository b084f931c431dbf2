import type { Selector } from "./selector.ts";

/** Labels that the controller gives each pod of a set, so that a selector can mean one of them. */
const ownLabels: ReadonlySet<string> = new Set(["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"]);

/** Whether a selector tells the pods of one set apart. */
export function singlesOut({ requirements }: Selector): boolean {
  return requirements.some(({ key }) => ownLabels.has(key));
}
