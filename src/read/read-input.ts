import type { Document, Input } from "./document.ts";
import { IGNORED } from "./document-text.ts";
import { KeptInput } from "./kept-input.ts";
import type { Observer } from "./observer.ts";
import { postRenderedSource } from "./post-rendered-source.ts";
import type { Problem } from "./problem.ts";
import { RecentDocuments } from "./recent.ts";
import { readSlices } from "./slices.ts";
import { readSource } from "./source-comment.ts";
import { StreamDocument } from "./stream-document.ts";
import { Blocks } from "./yaml/blocks.ts";

/**
 * Reads the documents of an input as Kubernetes' clients do, one as soon as its end is known; of the input no more is
 * held than the document that is being read. Problems of the input itself go to `onProblem`, those of a document stand
 * on it and need it to be parsed, except text that a document's own end cuts off: that goes to `onProblem`, too, some
 * of it only when the document is parsed.
 */
export function* readInput(
  input: Input,
  onProblem: (problem: Problem) => void,
  blocks: Blocks = new Blocks(),
  observer?: Observer,
  recent = new RecentDocuments(),
): Generator<Document> {
  if (input instanceof KeptInput)
    yield* input.documents((tell) => streamed(input, tell, blocks, observer, recent), onProblem);
  else yield* streamed(input, onProblem, blocks, observer, recent);
}

function* streamed(
  input: Input,
  onProblem: (problem: Problem) => void,
  blocks: Blocks,
  observer: Observer | undefined,
  recent: RecentDocuments,
): Generator<Document> {
  const file = input.name;
  const slices = readSlices(input.text);
  const reading = { file, isOfPart: input.isPart, onProblem, blocks, recent, observer };
  let source: string | undefined;
  let hasContent = false;
  let hasSource = false;
  for (;;) {
    const next = slices.next();
    if (next.done === true) {
      const helm = next.value;
      if (helm.cutOff !== undefined && hasSource && isPipe(file))
        onProblem({ kind: "unreadable", file, ...helm.cutOff, message: CUT_OFF });
      if (!hasContent)
        onProblem({ kind: "empty", file, line: 1, column: 1, message: emptyMessage(helm.sawStatus, helm.sawLog) });
      return;
    }
    const slice = next.value;
    if (slice.newSection) source = undefined;
    const named = readSource(slice.text);
    hasSource ||= named !== undefined;
    source = named ?? postRenderedSource(slice.text) ?? source;
    const ignored = slice.special?.ignored;
    if (ignored !== undefined) onProblem({ kind: "ignored-text", file, ...ignored, message: IGNORED });
    const document = new StreamDocument(reading, slice, source);
    hasContent ||= slice.hasContent && !isNull(document);
    yield document;
  }
}

/** Whether a document says `null`, which is as much as saying nothing. Parses only what names no kind. */
function isNull(document: StreamDocument): boolean {
  return document.header.kind === undefined && document.value === null && document.problem === undefined;
}

/** The name under which the command line passes standard input. */
function isPipe(file: string): boolean {
  return file === "stdin" || file === "-";
}

const CUT_OFF =
  "the stream ends in the middle of a line, which helm never does: the rest of it is missing; see whether the command before the pipe failed (`set -o pipefail` tells)";

function emptyMessage(sawStatus: boolean, sawLog: boolean): string {
  if (sawStatus)
    return "this is helm's report on a release without its manifests; pass the output of `helm template CHART` or `helm get manifest RELEASE`";
  if (sawLog) return "there are only log lines of helm, no manifests; pass what helm writes to its standard output";
  return "the input holds no document; did the command that should write it fail? (`set -o pipefail` tells)";
}
