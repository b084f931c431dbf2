import type { Chart } from "../chart.ts";
import { findSource } from "../chart.ts";
import { readDocuments, type SymbolicDocument } from "./documents.ts";
import { Interpreter } from "./interpreter.ts";
import { Work } from "./size.ts";
import type { ValuePath } from "./value.ts";

/** What one template of a chart prints, in all its cases. */
export interface RenderedTemplate {
  readonly documents: readonly SymbolicDocument[];
  /** Some cases were too many to follow. */
  readonly complete: boolean;
  /** Paths of values that the templates change while they run. */
  readonly changed: readonly ValuePath[];
}

interface Reading {
  readonly work: Work;
  readonly templates: Map<string, RenderedTemplate | undefined>;
}

const known = new WeakMap<Chart, Reading>();

/** The template that a `# Source:` path names, read once per chart; undefined where the chart has no such file. */
export function renderedTemplate(chart: Chart, source: string): RenderedTemplate | undefined {
  let reading = known.get(chart);
  if (reading === undefined) {
    reading = { work: new Work(), templates: new Map() };
    known.set(chart, reading);
  }
  const { work, templates } = reading;
  if (!templates.has(source)) templates.set(source, read(chart, source, work));
  return templates.get(source);
}

function read(chart: Chart, source: string, work: Work): RenderedTemplate | undefined {
  const found = findSource(chart, source);
  if (found === undefined) return undefined;
  const interpreter = new Interpreter(chart, work);
  try {
    const { documents, complete } = readDocuments(interpreter.file(found.file, found.scope));
    return { documents, complete, changed: interpreter.changed };
  } catch (error) {
    // A template that nests a value in itself in a loop ends at the stack's limit; nothing is known of it then.
    if (error instanceof RangeError) return { documents: [], complete: false, changed: [] };
    throw error;
  }
}
