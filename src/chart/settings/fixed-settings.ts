import type { Path } from "../../read/path.ts";
import type { Chart } from "../chart.ts";
import { keyLocation } from "../location.ts";
import type { ChartLocation } from "../probes/probe.ts";
import { documentsFor } from "../symbolic/workload-documents.ts";
import { entriesOf, valueAt, valueAtPath } from "../values.ts";
import { reachOf, type Step } from "./reach.ts";
import { camelCased, type NewValue, newValue } from "./value-name.ts";

/** A setting of a StatefulSet that no value of its chart reaches, in any branch of the templates. */
export interface FixedSetting {
  readonly setting: SettingName;
  /** Where it stands in the manifest, or would. */
  readonly path: Path;
  /** Of a claim template's setting: the template's name. */
  readonly claim?: string;
  /** No branch prints it; else where its key is written, where that is known. */
  readonly isAbsent: boolean;
  readonly location?: ChartLocation;
  /** Where a value for it could be added. */
  readonly value?: NewValue;
  /** What most charts call its value. */
  readonly name: readonly string[];
}

/** What those who run a chart tune by how they run it. */
export const settingNames = [
  "replicas",
  "podManagementPolicy",
  "updateStrategy",
  "partition",
  "storage",
  "storageClassName",
  "persistentVolumeClaimRetentionPolicy",
  "terminationGracePeriodSeconds",
] as const;

export type SettingName = (typeof settingNames)[number];

/**
 * The settings of a rendered StatefulSet that no value reaches, from the text of the chart's templates. `source` is the
 * path in the `# Source:` line of its document. Where the templates cannot be followed to the end there are none.
 */
export function fixedSettings(chart: Chart, source: string, workload: unknown): readonly FixedSetting[] {
  const documents = documentsFor(chart, source, workload).values;
  if (documents.length === 0) return [];
  const found: FixedSetting[] = [];
  const claims = valueAtPath(workload, ["spec", "volumeClaimTemplates"]);
  const several = entriesOf(claims).length > 1;
  const look = (setting: SettingName, steps: readonly Step[], path: Path, claim?: string): boolean => {
    const reaches = documents.map((document) => reachOf(chart, document, steps));
    if (reaches.some(({ kind }) => kind === "open")) return false;
    const isAbsent = reaches.every(({ kind }) => kind === "never");
    // Templates that were followed to something else than what was rendered were not understood.
    if (isAbsent !== (valueAtPath(workload, path) === undefined)) return false;
    const place = reaches.find(({ origin }) => origin !== undefined)?.origin?.place;
    const name = valueName(setting, several ? claim : undefined);
    const value = newValue(chart, source, name);
    found.push({
      setting,
      path,
      name,
      isAbsent,
      ...(claim === undefined ? {} : { claim }),
      ...(value === undefined ? {} : { value }),
      ...(place === undefined ? {} : { location: keyLocation(chart, place, String(path.at(-1))) }),
    });
    return true;
  };
  const plain = (setting: SettingName, path: readonly string[]) => look(setting, path, path);
  plain("replicas", ["spec", "replicas"]);
  plain("podManagementPolicy", ["spec", "podManagementPolicy"]);
  if (!plain("updateStrategy", ["spec", "updateStrategy"]))
    plain("partition", ["spec", "updateStrategy", "rollingUpdate", "partition"]);
  for (const [index, claim] of entriesOf(claims)) {
    const named = valueAtPath(claim, ["metadata", "name"]);
    if (typeof named !== "string" || valueAt(claim, "spec") === undefined) continue;
    for (const [setting, ...keys] of claimSettings) {
      const steps = ["spec", "volumeClaimTemplates", { named }, "spec", ...keys];
      look(setting, steps, ["spec", "volumeClaimTemplates", index, "spec", ...keys], named);
    }
  }
  if (entriesOf(claims).length > 0)
    plain("persistentVolumeClaimRetentionPolicy", ["spec", "persistentVolumeClaimRetentionPolicy"]);
  plain("terminationGracePeriodSeconds", ["spec", "template", "spec", "terminationGracePeriodSeconds"]);
  return found;
}

const claimSettings: readonly (readonly [SettingName, ...string[]])[] = [
  ["storage", "resources", "requests", "storage"],
  ["storageClassName", "storageClassName"],
];

/** The name by which most charts call the setting. */
function valueName(setting: SettingName, claim: string | undefined): readonly string[] {
  const persistence = ["persistence", ...(claim === undefined ? [] : [camelCased(claim)])];
  if (setting === "storage") return [...persistence, "size"];
  if (setting === "storageClassName") return [...persistence, "storageClass"];
  return setting === "partition" ? ["updatePartition"] : [setting];
}
