import type { Problem } from "../read/problem.ts";

/** A problem, and the same of other files. */
export interface LikeProblems {
  readonly problem: Problem;
  readonly others: readonly Problem[];
}

/** Problems of several files that are told in the same words, each with the first of them; a repository has hundreds of files that are no manifests. */
export function likeProblems(problems: readonly Problem[]): readonly LikeProblems[] {
  const groups = new Map<string, { problem: Problem; others: Problem[]; files: Set<string> }>();
  const told: LikeProblems[] = [];
  for (const problem of problems) {
    const key = `${problem.kind} ${problem.message}`;
    const group = groups.get(key);
    if (group !== undefined && !group.files.has(problem.file)) {
      group.others.push(problem);
      group.files.add(problem.file);
      continue;
    }
    const own = { problem, others: [], files: new Set([problem.file]) };
    told.push(own);
    if (group === undefined) groups.set(key, own);
  }
  return told;
}
