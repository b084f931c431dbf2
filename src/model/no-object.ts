import type { Document } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import { ProblemList } from "../read/problem-list.ts";
import { isMapping } from "./fields.ts";
import { nearestWord } from "./nearest.ts";

/** Why a document that can be read is still nothing that Kubernetes takes; undefined for an object, a List and nothing at all. */
export function problemOfNoObject(document: Document): Problem | undefined {
  const { manifests, items, file } = document;
  if (items !== undefined || manifests.some(({ kind }) => kind !== "")) return undefined;
  const { value } = document;
  if (value === null) return undefined;
  const { line, column } = document.begin;
  return { kind: "unreadable", file, line, column, message: messageFor(value) };
}

function messageFor(value: unknown): string {
  if (!isMapping(value)) {
    const what = Array.isArray(value) ? "a list" : "plain text";
    return `this document is ${what}, no Kubernetes object; pass what helm template or kubectl prints, without messages around it`;
  }
  const { releases, helmfiles } = value;
  if ((Array.isArray(releases) && releases.some((one) => isMapping(one) && "chart" in one)) || Array.isArray(helmfiles))
    return "this is a helmfile, and nobody has rendered it: `sts-lint chart FILE` renders its charts with their values, `helmfile template | sts-lint` all that helmfile does";
  const near = "apiVersion" in value ? Object.keys(value).find((key) => nearestWord(key, ["kind"])) : undefined;
  if (near !== undefined)
    return `this document has no \`kind\`, so Kubernetes refuses it, and nothing of it was checked; write \`kind\` in place of \`${near}\``;
  return "this document has no `kind`, so Kubernetes refuses it; if it is a values file, render its chart: helm template CHART -f FILE | sts-lint";
}

/**
 * The documents of an input that are no objects. Beside others that are, one is a fault, and so is an input without any
 * object; a file of its own among files of manifests, such as a kustomization, is only said to be no manifest.
 */
export class Strays {
  readonly #strays = new ProblemList();
  /** The files that hold objects. */
  readonly #withObjects = new Set<string>();

  /** Takes account of a document by its header alone. */
  see({ header, file }: Document): void {
    if (header.kind !== undefined) this.#withObjects.add(file);
  }

  /** Takes account of a document that was parsed. */
  note(document: Document): void {
    const stray = problemOfNoObject(document);
    if (stray !== undefined) this.#strays.push(stray);
  }

  /** Counts a document that is no object, where more were met than are listed; it is not noted then. */
  countsAtOnce(document: Document): boolean {
    const stray = problemOfNoObject(document);
    if (stray === undefined || !this.#strays.expects(stray.kind)) return false;
    this.#strays.count(stray);
    return true;
  }

  problems(): readonly Problem[] {
    return this.#strays.all().map((stray): Problem => {
      const isOther = this.#withObjects.size > 0 && !this.#withObjects.has(stray.file);
      return isOther ? { ...stray, kind: "ignored-text" } : stray;
    });
  }
}
