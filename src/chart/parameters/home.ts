import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import type { Parameters } from "./parameters.ts";
import type { PrintedManifest } from "./wanted-values.ts";

/**
 * Where a chart has the values of a set: the section that its fields and those of its pods come from; else the name of the
 * component that its template has, if it is one of several sets or nothing of it comes from values.
 */
export function homeOf(
  parameters: Parameters,
  manifest: PrintedManifest,
  component: string | undefined,
  isOnly: boolean,
): readonly string[] {
  const section = parameters.once(manifest, sectionOfSet);
  if (section === undefined) return component === undefined ? [] : [component];
  return section.length > 0 || isOnly || component === undefined ? section : [component];
}

function sectionOfSet(manifest: PrintedManifest, parameters: Parameters): readonly string[] | undefined {
  const pod: Path = ["spec", "template", "spec"];
  const containers = nodeAt(manifest.value, [...pod, "containers"]);
  const all = (Array.isArray(containers) ? containers : []).map((_, index): Path => [...pod, "containers", index]);
  return parameters.section(manifest, [["spec"], pod, ...all]);
}
