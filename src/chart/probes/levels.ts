import type { Path } from "../../read/path.ts";
import type { Chart } from "../chart.ts";
import { field } from "../symbolic/access.ts";
import type { ValuePath } from "../symbolic/value.ts";
import { documentsFor, type WorkloadDocuments } from "../symbolic/workload-documents.ts";
import { entriesOf, valueAt, valueAtPath } from "../values.ts";
import { type Judgement, judge } from "./judge.ts";
import { type ProbeKind, type ProbeLevel, probeKinds } from "./probe.ts";

/**
 * The level of every probe of a rendered workload, from the text of the chart's templates.
 *
 * `source` is the path in the `# Source:` line of the workload's document; `workload` is its object. A probe whose
 * template cannot be followed is `unknown`.
 */
export function probeLevels(chart: Chart, source: string, workload: unknown): readonly ProbeLevel[] {
  const found: ProbeLevel[] = [];
  const base = podSpecPath(valueAt(workload, "kind"));
  const documents = documentsFor(chart, source, workload);
  for (const list of ["initContainers", "containers"] as const) {
    for (const [index, container] of entriesOf(valueAtPath(workload, [...base, list]))) {
      const name = valueAt(container, "name");
      for (const probe of probeKinds) {
        const rendered = valueAt(container, probe);
        if (rendered === undefined || rendered === null) continue;
        const path = [...base, list, index, probe];
        const named = typeof name === "string" ? name : "";
        const judgement = decide(chart, documents, { base, list, name: named, probe, rendered });
        found.push({ path, container: named, init: list === "initContainers", probe, ...judgement });
      }
    }
  }
  return found;
}

interface Question {
  readonly base: Path;
  readonly list: "initContainers" | "containers";
  readonly name: string;
  readonly probe: ProbeKind;
  readonly rendered: unknown;
}

/** Where a workload's pod spec stands. */
export function podSpecPath(kind: unknown): readonly string[] {
  if (kind === "Pod") return ["spec"];
  if (kind === "CronJob") return ["spec", "jobTemplate", "spec", "template", "spec"];
  return ["spec", "template", "spec"];
}

function decide(chart: Chart, documents: WorkloadDocuments, question: Question): Judgement {
  const unknown = (reason: string): Judgement => ({ level: "unknown", reason, via: [], values: [], switches: [] });
  if (documents.values.length === 0) return unknown(documents.reason ?? "its template cannot be followed");
  const lists = documents.values.map((one) =>
    [...question.base, question.list].reduce((value, step) => field(chart, value, step), one),
  );
  const judgements = lists.map((list) => judge(chart, list, question.name, question.probe, question.rendered));
  const clear = judgements.filter((one) => one.level !== "unknown");
  const first = clear[0] ?? judgements[0];
  if (first === undefined || clear.some((one) => one.level !== first.level))
    return unknown("several documents of its template can be this workload");
  if (first.level !== "whole" && first.values.some((path) => documents.changed.some((one) => touches(path, one)))) {
    return unknown("a template changes the values that go into the probe");
  }
  return first;
}

function touches(one: ValuePath, other: ValuePath): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((step, index) => step === other[index]);
}
