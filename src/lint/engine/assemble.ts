import type { Problem } from "../../read/problem.ts";
import { countOf, listedAgain } from "../../read/problem-list.ts";
import type { Finding, Report, Severity, SuppressedFinding, Unchecked } from "../contract/finding.ts";
import type { Baseline } from "../contract/options.ts";
import { withoutKnown } from "./baseline.ts";
import { attachExcerpts, type Excerpts } from "./excerpt.ts";
import type { FixesTogether } from "./fixes-together.ts";
import { countEqual, inOrder, problemsInOrder, uncheckedInOrder } from "./order.ts";
import { toolVersion } from "./tool-version.ts";

/** All that a run, or its parts together, found: in any order, equal ones not yet told apart, nothing held back by a baseline. */
export interface Gathered {
  readonly kubernetesVersions: readonly string[];
  readonly rules: readonly string[];
  readonly statefulSets: number;
  readonly documents: number;
  readonly notChecked: number;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly Problem[];
  readonly unchecked: readonly Unchecked[];
  readonly baseline: Baseline | undefined;
  /** Sees to it that the fixes can be made together; without it that was seen to where they were found. */
  readonly fixes?: FixesTogether;
  readonly excerpts: Excerpts;
}

/** The report of what was gathered. */
export function assemble(gathered: Gathered): Report {
  const { baseline, fixes, excerpts } = gathered;
  const { fresh, known } = withoutKnown(countEqual(inOrder(gathered.findings)), baseline);
  const findings = fixes?.settled(fresh) ?? fresh;
  const suppressed = inOrder([...gathered.suppressed, ...known]);
  const problems = problemsInOrder(listedAgain(problemsInOrder(gathered.problems)));
  const count = (severity: Severity) => countOf(findings.filter((finding) => finding.severity === severity));
  const report: Report = {
    version: 1,
    tool: { name: "sts-lint", version: toolVersion },
    kubernetesVersions: gathered.kubernetesVersions,
    summary: {
      statefulSets: gathered.statefulSets,
      documents: gathered.documents,
      notChecked: gathered.notChecked,
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: countOf(suppressed),
      problems: countOf(problems),
    },
    rules: gathered.rules,
    findings,
    suppressed,
    problems,
    unchecked: uncheckedInOrder(gathered.unchecked),
  };
  excerpts.hasBaseline = baseline !== undefined;
  attachExcerpts(report, excerpts);
  return report;
}
