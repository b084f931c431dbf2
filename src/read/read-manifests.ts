import type { Document, Input } from "./document.ts";
import type { Problem } from "./problem.ts";
import { readInput } from "./read-input.ts";
import { Blocks } from "./yaml/blocks.ts";

/** All documents of some inputs, and what is wrong with the inputs. */
export interface Manifests {
  readonly documents: readonly Document[];
  /** In the order of the inputs and of their lines. Asking parses all documents that are not parsed yet. */
  readonly problems: readonly Problem[];
}

/** Reads inputs as Kubernetes' clients do. Never throws on bad text: what cannot be read is among the problems. */
export function readManifests(inputs: Iterable<Input>): Manifests {
  const documents: Document[] = [];
  const groups: { readonly documents: Document[]; readonly problems: Problem[] }[] = [];
  const blocks = new Blocks();
  for (const input of inputs) {
    const problems: Problem[] = [];
    const own = [...readInput(input, (problem) => problems.push(problem), blocks)];
    groups.push({ documents: own, problems });
    for (const document of own) documents.push(document);
  }
  let all: readonly Problem[] | undefined;
  return {
    documents,
    get problems() {
      all ??= groups.flatMap((group) => {
        const unreadable = group.documents.flatMap((document) => document.problem ?? []);
        return [...group.problems, ...unreadable].sort((a, b) => a.line - b.line || a.column - b.column);
      });
      return all;
    },
  };
}
