import { asText } from "../../model/fields.ts";
import { type Chart, findSource } from "../chart.ts";
import { valueAt, valueAtPath } from "../values.ts";
import { field } from "./access.ts";
import { ByName } from "./by-name.ts";
import { nameFit } from "./match.ts";
import { renderedTemplate } from "./rendered.ts";
import type { Value, ValuePath } from "./value.ts";

type Documents = NonNullable<ReturnType<typeof renderedTemplate>>["documents"];

/** What a template may print for a workload; none, and why, where that is not known. */
export interface WorkloadDocuments {
  readonly values: readonly Value[];
  /** Paths of values that the template changes while it runs. */
  readonly changed: readonly ValuePath[];
  readonly reason?: string;
}

/** The documents of the template that can be the workload: those whose kind and name fit best. */
export function documentsFor(chart: Chart, source: string, workload: unknown): WorkloadDocuments {
  const template = renderedTemplate(chart, source);
  if (template === undefined) {
    const reason =
      findSource(chart, source) === undefined ? `the chart has no template ${source}` : "its template cannot be read";
    return { values: [], changed: [], reason };
  }
  const kind = asText(valueAt(workload, "kind"));
  const name = asText(valueAtPath(workload, ["metadata", "name"]));
  const { documents: ofKind, byName } = documentsOfKind(chart, template.documents, kind);
  let values: Value[] = [];
  let highest = -1;
  for (const document of byName.called(name)) {
    const fits = nameFit(chart, nameOf(chart, document), name);
    if (fits === undefined || fits < highest) continue;
    if (fits > highest) values = [];
    values.push(document);
    highest = fits;
  }
  // The only one of its kind is it, whatever its name.
  if (highest < 0 && ofKind.length === 1) values = [...ofKind];
  const documents = { values, changed: template.changed };
  if (!template.complete) return { ...documents, values: [], reason: "its template has too many branches to follow" };
  return values.length > 0
    ? documents
    : { ...documents, reason: "its template prints no such workload as far as it can be followed" };
}

interface OfKind {
  readonly documents: readonly Value[];
  readonly byName: ByName<Value>;
}

const ofKinds = new WeakMap<Documents, Map<string, OfKind>>();

function documentsOfKind(chart: Chart, all: Documents, kind: string): OfKind {
  const byKind = ofKinds.get(all) ?? new Map<string, OfKind>();
  ofKinds.set(all, byKind);
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const documents = all
    .map(({ value }) => value)
    .filter((one) => nameFit(chart, field(chart, one, "kind"), kind) !== undefined);
  const found = { documents, byName: new ByName(documents, (one) => nameOf(chart, one)) };
  byKind.set(kind, found);
  return found;
}

function nameOf(chart: Chart, document: Value): Value {
  return field(chart, field(chart, document, "metadata"), "name");
}
