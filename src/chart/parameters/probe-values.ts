import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import { podSpecPath } from "../probes/levels.ts";
import { namesProbe } from "../probes/naming.ts";
import { type ProbeKind, probeKinds, timingKeys } from "../probes/probe.ts";
import { camelCased } from "../settings/value-name.ts";
import type { Parameters } from "./parameters.ts";
import type { PrintedManifest, WantedValue, WantedValues } from "./wanted-values.ts";

/** A probe whose numbers no value reaches. */
export interface FixedProbe {
  readonly path: Path;
  readonly container: string;
  readonly probe: ProbeKind;
  /** Paths of values that only turn it on or off, as seen from the chart's own values. */
  readonly switches: readonly Path[];
}

/**
 * The values that a probe's numbers should come from: those that are written out, each by its name below the probe's; of a
 * probe without any, a mapping of what is to be printed beside its handler. `home` is where the chart has the set's values.
 */
export function probeValues(
  parameters: Parameters,
  manifest: PrintedManifest,
  { path, container, probe, switches }: FixedProbe,
  home: readonly string[],
): WantedValues {
  const node = nodeAt(manifest.value, path);
  const numbers = timingKeys.filter((key) => {
    const number = nodeAt(node, [key]);
    return (
      number !== undefined && typeof number !== "object" && parameters.valuesIn(manifest, [...path, key]).length === 0
    );
  });
  const wanted = numbers.map((key): WantedValue => ({ path: [...path, key], name: [key], as: "written" }));
  const around = [...sectionAround(parameters, manifest, path, container, home), probe];
  const names = [
    ...switchedIn(parameters, manifest, switches, probe),
    ...besideOthers(parameters, manifest, path, probe),
    around,
  ];
  if (wanted.length > 0) return { names, wanted };
  // What switches the probe would else be printed with the rest.
  return { names: names.flatMap((name) => [name, [...name, "timings"]]), wanted: [{ path, name: [], as: "entries" }] };
}

/** Where the chart has the container's values; behind the container's name where it has none, or that is several's place. */
function sectionAround(
  parameters: Parameters,
  manifest: PrintedManifest,
  path: Path,
  container: string,
  home: readonly string[],
): readonly string[] {
  const section = parameters.section(manifest, [path.slice(0, -1)]);
  const probed = parameters.once(manifest, probedBySection);
  const isOfSeveral = (section === undefined ? probed.all : (probed.by.get(JSON.stringify(section)) ?? 0)) > 1;
  const base = section === undefined || section.length === 0 ? home : section;
  return isOfSeveral && container !== "" ? [...base, camelCased(container)] : base;
}

/** The sections of what turns the probe on or off, where they are the probe's own. */
function switchedIn(
  parameters: Parameters,
  manifest: PrintedManifest,
  switches: readonly Path[],
  probe: ProbeKind,
): readonly (readonly string[])[] {
  return switches.flatMap((path) => {
    const around = parameters.ownPath(manifest, path)?.slice(0, -1) ?? [];
    const last = around.at(-1) ?? "";
    if (last === "") return [];
    if (isWordOf(last, probe)) return [around];
    return namesProbe([last], probe) ? [[...around, probe]] : [];
  });
}

/** Where the container's other probes have their values, with this one's name in place of theirs. */
function besideOthers(
  parameters: Parameters,
  manifest: PrintedManifest,
  path: Path,
  probe: ProbeKind,
): readonly (readonly string[])[] {
  const word = wordOf(probe);
  return probeKinds
    .filter((other) => other !== probe && nodeAt(manifest.value, [...path.slice(0, -1), other]) !== undefined)
    .flatMap((other) =>
      parameters.mappingsIn(manifest, [...path.slice(0, -1), other]).flatMap((around) => {
        const last = around.at(-1) ?? "";
        const own = wordOf(other);
        return last.startsWith(own) ? [[...around.slice(0, -1), word + last.slice(own.length)]] : [];
      }),
    );
}

function wordOf(probe: ProbeKind): string {
  return probe.replace("Probe", "");
}

function isWordOf(step: string, probe: ProbeKind): boolean {
  return step.toLowerCase().startsWith(wordOf(probe));
}

/** How many containers of the pod have probes, init containers among them, and how many of those a section's values print. */
function probedBySection(
  manifest: PrintedManifest,
  parameters: Parameters,
): { readonly all: number; readonly by: ReadonlyMap<string | undefined, number> } {
  const by = new Map<string | undefined, number>();
  let all = 0;
  for (const list of ["initContainers", "containers"]) {
    const path: Path = [...podSpecPath(nodeAt(manifest.value, ["kind"])), list];
    const containers = nodeAt(manifest.value, path);
    for (const [index, container] of Array.isArray(containers) ? containers.entries() : []) {
      if (!probeKinds.some((kind) => nodeAt(container, [kind]) !== undefined)) continue;
      const section = JSON.stringify(parameters.section(manifest, [[...path, index]]));
      by.set(section, (by.get(section) ?? 0) + 1);
      all++;
    }
  }
  return { all, by };
}
