import type { KeyRange } from "../../chart/render/inputs/values-tree.ts";
import type { Rendered, RenderedDocument } from "../../chart/render/render-chart.ts";
import type { SchemaChoice } from "../../chart/schema/schema-choices.ts";
import { groupedBy } from "../../model/grouped.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import { readManifests } from "../../read/read-manifests.ts";
import type { SchemaChoiceFact } from "../contract/chart-traces.ts";

/** Of the values that a manifest prints as they are, those for which the chart's schema names what they may be. */
export function printedChoices(
  rendered: Rendered,
  document: RenderedDocument,
  manifest: Manifest,
  listed: readonly SchemaChoice[],
): readonly (Omit<SchemaChoiceFact, "location"> & { readonly place: KeyRange })[] {
  return [...printedAt(document, manifest, listed)].map(([{ path, choices, by, now, place }, nodes]) => ({
    path,
    by,
    others: choices.filter((choice) => choice !== now),
    nodes,
    place,
    renderedWith: (other) => setsOf(rendered.again({ values: nested(path, other) })),
  }));
}

/** For each value the scalars that are its text and nothing else, in the order of the list; what is not printed is left out. */
function printedAt(
  { trace }: RenderedDocument,
  manifest: Manifest,
  listed: readonly SchemaChoice[],
): ReadonlyMap<SchemaChoice, readonly Path[]> {
  const byPath = groupedBy(listed, ({ path }) => JSON.stringify(path));
  const texts = new Set(listed.map(({ now }) => String(now)));
  const found = new Map<SchemaChoice, Path[]>(listed.map((choice) => [choice, []]));
  const waiting: { readonly path: Path; readonly node: unknown }[] = [{ path: [], node: manifest.value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, node } = next;
    if (Array.isArray(node))
      for (const [index, item] of node.entries()) waiting.push({ path: [...path, index], node: item });
    else if (typeof node === "object" && node !== null)
      for (const [key, child] of Object.entries(node)) waiting.push({ path: [...path, key], node: child });
    else if (texts.has(String(node)))
      for (const value of trace([...manifest.base, ...path])?.values ?? []) {
        for (const choice of byPath.get(JSON.stringify(value.path)) ?? [])
          if (String(choice.now) === String(node)) found.get(choice)?.push(path);
      }
  }
  return new Map([...found].flatMap(([choice, nodes]) => (nodes.length === 0 ? [] : [[choice, nodes.reverse()]])));
}
function setsOf(rendered: Rendered | undefined): readonly Manifest[] | undefined {
  const inputs = rendered?.documents.map(({ source, text }) => ({ name: source, text }));
  if (inputs === undefined) return undefined;
  return readManifests(inputs)
    .documents.flatMap(({ manifests }) => manifests)
    .filter(({ kind }) => kind === "StatefulSet");
}

/** An object that holds nothing but the value. */
function nested(path: Path, value: unknown): object {
  const [first = "", ...rest] = path;
  return Object.assign(Object.create(null), { [first]: rest.length === 0 ? value : nested(rest, value) });
}
