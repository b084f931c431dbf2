import type { Document, Manifest } from "../read/document.ts";
import { chartOf } from "./namespace.ts";

/**
 * Helm's install order, as far as it concerns kinds that a rule reads (helm pkg/release/util/kind_sorter.go): within one
 * render the ranks never fall, hooks apart.
 */
const installOrder = [
  "PodDisruptionBudget",
  "Secret",
  "ConfigMap",
  "PersistentVolumeClaim",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
];

const unranked = installOrder.length;

/**
 * Tells the releases in a run of documents apart, so that the Services of one chart never govern another's sets.
 * A release ends where the chart in `# Source:` changes, where Helm's install order starts over, where the first
 * resource comes round again, and at the end of a file, unless files together are what one release wrote: those of
 * `helm template --output-dir`, and manifests without `# Source:` in one folder, as `kubectl apply -f DIR` reads them.
 * Streams: a release is yielded as soon as it is complete, and nothing of it is kept.
 */
export function* releaseDocuments(documents: Iterable<Document>): Generator<readonly Document[]> {
  const scattered = new Map<string, Document[][]>();
  let run: Run | undefined;
  for (const document of documents) {
    if (run === undefined || !run.continues(document)) {
      if (run !== undefined) yield* settle(run, run.file !== document.file, scattered);
      run = new Run(document, run);
    }
    run.add(document);
  }
  if (run !== undefined) yield* settle(run, true, scattered);
  for (const files of scattered.values()) yield* joined(files);
}

class Run {
  readonly file: string;
  readonly chart: string | undefined;
  readonly documents: Document[] = [];
  /** Whether the file began with this run. */
  readonly opensFile: boolean;
  readonly #first: string;
  readonly #templates = new Set<string | undefined>();
  #rank = -1;

  constructor(first: Document, before: Run | undefined) {
    this.file = first.file;
    this.chart = chartOf(first.source);
    this.opensFile = before?.file !== first.file;
    this.#first = identity(first);
  }

  continues(document: Document): boolean {
    if (document.file !== this.file || chartOf(document.source) !== this.chart) return false;
    if (this.documents.length > 0 && identity(document) === this.#first && document.header.name !== undefined)
      return false;
    return this.chart === undefined || rankOf(document) >= this.#rank || isHook(document);
  }

  add(document: Document): void {
    this.documents.push(document);
    this.#templates.add(document.source);
    const rank = rankOf(document);
    if (rank > this.#rank && rank !== unranked && !isHook(document)) this.#rank = rank;
  }

  /** A file of its own with one template, or without any, may be one of several that make up a release. */
  get isScattered(): boolean {
    return this.opensFile && this.#templates.size === 1;
  }

  /** Files with the same key belong together: the folder, or what lies above a chart that was written out. */
  get key(): string {
    const source = this.documents[0]?.source;
    const above = source !== undefined && this.file.endsWith(source) ? this.file.slice(0, -source.length) : undefined;
    return `${above ?? this.file.slice(0, this.file.lastIndexOf("/") + 1)}\n${this.chart ?? ""}`;
  }
}

function* settle(run: Run, endsFile: boolean, scattered: Map<string, Document[][]>): Generator<readonly Document[]> {
  if (!endsFile || !run.isScattered) {
    yield run.documents;
    return;
  }
  const beside = scattered.get(run.key);
  if (beside === undefined) scattered.set(run.key, [run.documents]);
  else beside.push(run.documents);
}

/** Files that name one resource twice are no single release: each then stands for itself. */
function* joined(files: readonly Document[][]): Generator<readonly Document[]> {
  const owners = new Map<string, number>();
  for (const [index, file] of files.entries()) {
    for (const document of file) {
      if (document.header.name === undefined) continue;
      const owner = owners.get(identity(document));
      if (owner !== undefined && owner !== index) {
        yield* files;
        return;
      }
      owners.set(identity(document), index);
    }
  }
  yield files.flat();
}

function identity({ header }: Document): string {
  return `${header.kind ?? ""}/${header.namespace ?? ""}/${header.name ?? ""}`;
}

function rankOf({ header }: Document): number {
  const rank = installOrder.indexOf(header.kind ?? "");
  return rank === -1 ? unranked : rank;
}

function isHook(document: Document): boolean {
  return document.text.includes("helm.sh/hook");
}

/** The manifests of a release's documents, Lists opened. Parses the documents. */
export function manifestsOf(documents: readonly Document[]): readonly Manifest[] {
  return documents.flatMap((document) => document.manifests);
}
