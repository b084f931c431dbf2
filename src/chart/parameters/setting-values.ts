import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import type { FixedSetting } from "../settings/fixed-settings.ts";
import type { Parameters } from "./parameters.ts";
import type { PrintedManifest, WantedValue, WantedValues } from "./wanted-values.ts";

/** The value that a setting should come from. `home` is where the chart has the set's values. */
export function settingValues(
  parameters: Parameters,
  manifest: PrintedManifest,
  { setting, path, name, isAbsent }: FixedSetting,
  home: readonly string[],
): WantedValues {
  const wanted: WantedValue = { path, name: [], as: isAbsent ? kindOf(setting) : "written" };
  const beside = isOfClaim(setting) ? claimSections(parameters, manifest, path) : [];
  const names = [...beside.map((section) => [...section, name.at(-1) ?? setting]), [...home, ...name]];
  return { names, wanted: [wanted] };
}

function kindOf(setting: FixedSetting["setting"]): WantedValue["as"] {
  if (setting === "replicas") return "number";
  return setting === "updateStrategy" || setting === "persistentVolumeClaimRetentionPolicy" ? "mapping" : "scalar";
}

function isOfClaim(setting: FixedSetting["setting"]): boolean {
  return setting === "storage" || setting === "storageClassName";
}

/** Where the chart has what else its claim template asks for. */
function claimSections(parameters: Parameters, manifest: PrintedManifest, path: Path): readonly (readonly string[])[] {
  const spec = path.slice(0, path.lastIndexOf("spec") + 1);
  const node = nodeAt(manifest.value, spec);
  return Object.keys(Object(node)).flatMap((key) => parameters.mappingsIn(manifest, [...spec, key]));
}
