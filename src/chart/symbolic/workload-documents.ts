import { asText } from "../../model/fields.ts";
import { type Chart, findSource } from "../chart.ts";
import { valueAt, valueAtPath } from "../values.ts";
import { field } from "./access.ts";
import { nameFit } from "./match.ts";
import { renderedTemplate } from "./rendered.ts";
import type { Value, ValuePath } from "./value.ts";

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
  let values: Value[] = [];
  let highest = -1;
  const ofKind = template.documents
    .map((one) => one.value)
    .filter((one) => nameFit(chart, field(chart, one, "kind"), kind) !== undefined);
  for (const document of ofKind) {
    const fits = nameFit(chart, field(chart, field(chart, document, "metadata"), "name"), name) ?? -1;
    if (fits > highest) values = [];
    if (fits >= highest) values.push(document);
    highest = Math.max(highest, fits);
  }
  if (highest < 0 && ofKind.length !== 1) values = [];
  const documents = { values, changed: template.changed };
  if (!template.complete) return { ...documents, values: [], reason: "its template has too many branches to follow" };
  return values.length > 0
    ? documents
    : { ...documents, reason: "its template prints no such workload as far as it can be followed" };
}
