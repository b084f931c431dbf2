import type { FrozenCost, FrozenReport, FrozenSet, FrozenValue } from "../../plan/frozen/frozen-types.ts";
import { formatPath } from "../../read/path.ts";
import { countText, listText } from "../plan/wording.ts";

/** What a change costs, in a few words. */
export function costText(value: FrozenValue): string {
  const texts: Readonly<Record<FrozenCost, string>> = {
    "claims-deleted": `claims deleted with their data: ${listText(value.claims, 4)}`,
    "claims-stranded": `claims stranded: ${listText(value.claims, 4)}`,
    refused: `update refused (${listText(value.fields.map(formatPath), 3)})`,
    "set-removed": "the StatefulSet is removed",
    "set-renamed": "another StatefulSet takes its place",
    "pods-restarted": "pods restart",
  };
  return value.costs.map((cost) => texts[cost]).join("; ");
}

/** `values.yaml:12`, `--set a=1`; empty where no file lists it. */
export function placeText({ file, line, flag }: FrozenValue): string {
  return flag ?? (file === undefined ? "" : `${file}:${line}`);
}

/** A value on one line, cut where it is long. */
export function shortValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** What to do about frozen values at all. */
export const frozenAdvice =
  "Set these before the first install. `sts-lint chart … --against` tells the way through a change of each.";

export function untriedText({ untried, tried }: FrozenReport): string[] {
  if (untried.length === 0) return [`${countText(tried, "value")} changed, one at a time`];
  const names = listText(
    untried.map(({ path }) => formatPath(path)),
    8,
  );
  return [
    `${countText(tried, "value")} changed, one at a time; nothing is known of ${names}:`,
    ...[...new Set(untried.map(({ why }) => why))].map((why) => `  ${why}`),
  ];
}

export function frozenOf({ values }: FrozenSet): readonly FrozenValue[] {
  return values.filter(({ frozen }) => frozen);
}

/** Values whose change replaces pods and costs nothing else. */
export function restartingOf({ values }: FrozenSet): readonly FrozenValue[] {
  return values.filter(({ frozen }) => !frozen);
}
