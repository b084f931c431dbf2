import { Strays } from "../model/no-object.ts";
import { isRead } from "../model/releases.ts";
import { type MisspeltType, misspeltType } from "../model/type-names.ts";
import { uncheckedOf } from "../model/unchecked.ts";
import type { Manifest } from "../read/document.ts";
import type { Manifests } from "../read/index.ts";
import type { Problem } from "../read/problem.ts";

/**
 * All that is wrong with one side of an update: what cannot be read, and what holds a StatefulSet that would else be passed
 * over, such as documents glued together, items without a type and a misspelt kind.
 */
export function problemsOf({ documents, problems }: Manifests): readonly Problem[] {
  const strays = new Strays();
  const others: Problem[] = [];
  for (const document of documents) {
    strays.see(document);
    for (const fault of document.faults) others.push(fault);
    if (!isRead(document)) continue;
    strays.note(document);
    for (const manifest of document.manifests) {
      const misspelt = misspeltOf(manifest);
      if (misspelt !== undefined) others.push(misspelt);
    }
  }
  return [...problems, ...others, ...strays.problems()];
}

function misspeltOf(manifest: Manifest): Problem | undefined {
  const { kind, apiVersion } = manifest;
  const misspelt = misspeltType({ kind, ...(apiVersion === "" ? {} : { apiVersion }) });
  if (misspelt === undefined || !isOfSet(misspelt, kind)) return undefined;
  const { field, meant } = misspelt;
  const { file, line, column } = manifest.locate([field]);
  const written = field === "kind" ? kind : apiVersion;
  const message = `no Kubernetes has \`${field}: ${written}\`; did you mean \`${field}: ${meant}\`? The API server refuses it, and it is not planned`;
  return { kind: "unreadable", file, line, column, message };
}

function isOfSet({ field, meant }: MisspeltType, kind: string): boolean {
  return field === "kind" ? meant === "StatefulSet" : kind === "StatefulSet";
}

/** What the input holds and no plan is made for, and why. */
export function unplannedOf({ documents }: Manifests): readonly string[] {
  return documents.flatMap(uncheckedOf).map(({ manifest, why }) => {
    const { file, line, column } = manifest.locate(["kind"]);
    return `${manifest.kind}/${manifest.name} (${file}:${line}:${column}) is not planned: ${why}`;
  });
}
