import type { KeyRange } from "../../chart/render/inputs/values-tree.ts";
import type { Rendered, RenderedDocument } from "../../chart/render/render-chart.ts";
import type { SchemaChoice } from "../../chart/schema/schema-choices.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import { readManifests } from "../../read/read-manifests.ts";
import type { SchemaChoiceFact } from "../contract/chart-traces.ts";

/** Of the values that a manifest prints as they are, those for which the chart's schema lists what they may be. */
export function printedChoices(
  rendered: Rendered,
  document: RenderedDocument,
  manifest: Manifest,
  listed: readonly SchemaChoice[],
): readonly (Omit<SchemaChoiceFact, "location"> & { readonly place: KeyRange })[] {
  return listed.flatMap(({ path, choices, now, place }) => {
    const nodes = printedAt(document, manifest, path, String(now));
    if (nodes.length === 0) return [];
    return [
      {
        path,
        others: choices.filter((choice) => choice !== now),
        nodes,
        place,
        renderedWith: (other) => setsOf(rendered.again({ values: nested(path, other) })),
      },
    ];
  });
}

/** The scalars that are a value's text and nothing else. */
function printedAt({ trace }: RenderedDocument, manifest: Manifest, value: Path, now: string): readonly Path[] {
  const wanted = JSON.stringify(value);
  const found: Path[] = [];
  const look = (path: Path, node: unknown): void => {
    if (Array.isArray(node)) for (const [index, item] of node.entries()) look([...path, index], item);
    else if (typeof node === "object" && node !== null)
      for (const [key, child] of Object.entries(node)) look([...path, key], child);
    else if (String(node) === now) {
      const values = trace([...manifest.base, ...path])?.values ?? [];
      if (values.some((one) => JSON.stringify(one.path) === wanted)) found.push(path);
    }
  };
  look([], manifest.value);
  return found;
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
