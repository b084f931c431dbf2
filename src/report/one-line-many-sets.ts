import type { Finding } from "../lint/contract/finding.ts";

/** A finding, and those that the same line of a chart causes in other resources. */
export interface SharedFinding {
  readonly finding: Finding;
  readonly others: readonly Finding[];
}

/**
 * What one line of a chart, such as a label in a helper, causes in several resources is one fault to correct: said once for
 * people, with all that it reaches. For machines each resource keeps a finding, and a fingerprint, of its own.
 */
export function sharedFindings(findings: readonly Finding[]): readonly SharedFinding[] {
  const shared = new Map<string, { finding: Finding; others: Finding[] }>();
  const all: { finding: Finding; others: Finding[] }[] = [];
  for (const finding of findings) {
    const key = keyOf(finding);
    const first = key === undefined ? undefined : shared.get(key);
    if (first !== undefined) {
      first.others.push(finding);
      continue;
    }
    const own = { finding, others: [] };
    all.push(own);
    if (key !== undefined) shared.set(key, own);
  }
  return all;
}

/** Undefined where the line of the chart is not known: a rendered line is in one resource alone. */
function keyOf({ rule, severity, message, help, template, related, renders }: Finding): string | undefined {
  if (template === undefined || template.exactness === "none" || template.approximate) return undefined;
  const { file, line, column } = template;
  const words = related.map((place) => place.message);
  return JSON.stringify([rule, severity, message, help, file, line, column, words, renders]);
}
