import type { RefusedClaim, RefusedUpdate } from "../../plan/plan-types.ts";
import type { WayThrough } from "../../plan/way-types.ts";
import { formatPath } from "../../read/path.ts";
import { causesText, listText } from "./wording.ts";

/** The change in short; whole structures are left to the JSON form. */
export function changeText({ path, from, to }: RefusedUpdate["changes"][number]): string {
  const shown = (value: unknown) => (value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing"));
  const place = formatPath(path);
  if (from === undefined && to === undefined) return place;
  const text = `${shown(from)} to ${shown(to)}`;
  if (text.length <= 160) return `${place}: ${text}`;
  return `${place}: ${from === undefined ? "is added" : to === undefined ? "is removed" : "changes"}`;
}

/** That the way of one set alone meets the refusal of the next. */
export function besidesTexts({ besides = [] }: RefusedUpdate): string[] {
  if (besides.length === 0) return [];
  const [is, its] = besides.length === 1 ? ["is", "its"] : ["are", "their"];
  return [
    `${listText(besides)} of the same release ${is} refused, too: go through ${its} steps up to the upgrade as well, then upgrade once for all and go on with the steps after it, of each set in turn`,
  ];
}

/** Whether, when and in what order pods restart, and because of which fields. */
export function wayRestartLines({ restarts: { rolled, byHand, stay, because } }: WayThrough): string[] {
  const cause = because.length === 0 ? "" : `, because of ${causesText(because)}`;
  return [
    ...(byHand.length === 0 ? [] : [`restarted by the steps, in this order: ${listText(byHand)}`]),
    ...(rolled.length === 0
      ? []
      : [`restarted by the controller once the set is back, in this order: ${listText(rolled)}${cause}`]),
    ...(stay.length === 0
      ? []
      : [
          `not restarted: ${listText(stay)}${rolled.length === 0 ? cause && `, though the template changes (${causesText(because)})` : ""}`,
        ]),
  ];
}

/** What becomes of the claims, by name. */
export function wayClaimLines({ result: { claims } }: WayThrough): string[] {
  const line = (label: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`claims ${label}: ${listText(names)}`];
  return [
    ...line("kept", claims.kept),
    ...line("created, empty", claims.created),
    ...line("stranded", claims.stranded),
    ...line("deleted, with their data", claims.deleted),
  ];
}

/** A claim of the manifests by its name, as sets have theirs. */
export function claimTitle({ name, namespace }: RefusedClaim): string {
  return `PersistentVolumeClaim/${name}${namespace === undefined ? "" : ` in ${namespace}`}`;
}

/** What becomes of it, and of the rest of the upgrade. */
export function refusedClaimText({ stops }: RefusedClaim): string {
  return `the API server refuses its update: it stays as it is, with its data; ${stops}`;
}
