import type { Document, Header } from "../read/document.ts";
import { lastRank, rankOf, readingOf } from "./kinds.ts";
import { chartOf } from "./namespace.ts";
import { Pods } from "./read-pod.ts";
import { Release } from "./release.ts";
import { misspeltType } from "./type-names.ts";

/**
 * The one way from documents to releases: lint, plan, `--live` and `--against` all come through here. Documents of kinds
 * that nobody reads are left out unparsed. A release is given as soon as it is complete, and nothing of it is kept.
 */
export function* releasesOf(documents: Iterable<Document>, letGo?: LetGo): Generator<Release> {
  const pods = new Pods();
  for (const own of releaseDocuments(documentsRead(documents), letGo)) yield new Release(own, pods);
}

/** All releases of some documents, seen together: one side of an upgrade. `letGo` as {@link releaseDocuments} takes it. */
export function sideOf(documents: Iterable<Document>, letGo?: LetGo): Release {
  return Release.joined([...releasesOf(documents, letGo)]);
}

/** Whether anybody reads a document: those that do not say what they are must be looked at, but for empty ones. */
export function isRead({ header, text }: Document): boolean {
  const { kind } = header;
  if (kind === undefined) return !isBlank(text);
  return readingOf(kind) !== undefined || misspeltType(header) !== undefined;
}

/** Whether a text holds nothing but separators, not even a comment. */
export function isBlank(text: string): boolean {
  return /^\s*(?:---[ \t\r]*(?:\n\s*|$))*$/.test(text);
}

function* documentsRead(documents: Iterable<Document>): Generator<Document> {
  for (const document of documents) if (isRead(document)) yield document;
}

/**
 * Tells the releases in a run of documents apart, so that the Services of one chart never govern another's sets.
 * A release ends where the chart in `# Source:` changes, where another render of the chart begins, where the first
 * resource comes round again, and at the end of a file, unless files together are what one release wrote: those of
 * `helm template --output-dir`, and manifests without `# Source:` in one folder, as `kubectl apply -f DIR` reads them.
 * Streams: a release is yielded as soon as it is complete, and nothing of it is kept.
 *
 * `letGo` is asked of documents that say nothing, where one like them stands in the release already: those for which it
 * gives true are in no release. Without it, all are.
 */
export function* releaseDocuments(documents: Iterable<Document>, letGo?: LetGo): Generator<readonly Document[]> {
  const scattered = new Map<string, Document[][]>();
  let run: Run | undefined;
  let above: Document[] = [];
  for (const document of documents) {
    if (run?.file !== document.file && isAbove(document)) {
      if (above.length > 0 && above[0]?.file !== document.file) yield above.splice(0);
      if (above.length === 0 || !saysNothing(document) || letGo?.(document) !== true) above.push(document);
      continue;
    }
    if (run === undefined || !run.mayHold(document)) {
      if (run !== undefined) yield* settle(run, run.file !== document.file, scattered);
      if (above.length > 0 && above[0]?.file !== document.file) yield above.splice(0);
      run = new Run(document, run, above);
      above = [];
    }
    const next = run.add(document, letGo);
    if (next !== undefined) {
      yield* settle(run, false, scattered);
      run = next;
    }
  }
  if (run !== undefined) yield* settle(run, true, scattered);
  run = undefined;
  if (above.length > 0) yield above;
  for (const files of scattered.values()) yield* isOneRelease(files) ? [files.flat()] : files;
}

/** Takes note of a document, and says whether nobody needs it any more. */
type LetGo = (document: Document) => boolean;

/** Whether a document holds at most comments. Asking parses it, where it names no kind. */
function saysNothing(document: Document): boolean {
  return document.header.kind === undefined && document.value === null && document.problem === undefined;
}

/** A line that is neither blank nor a comment nor a separator. */
const otherLine = /(?:^|\n)(?![^\S\n]*(?:#|---|\n|$))/;

/** Whether a text holds comments and separators and nothing else. */
export function isOfComments(text: string): boolean {
  return !otherLine.test(text);
}

/** Whether it is what people write above the first `---` of a file: comments alone, of no chart. */
function isAbove({ header, source, text }: Document): boolean {
  if (header.kind !== undefined || source !== undefined) return false;
  return isOfComments(text);
}

/** Of so many templates documents that say nothing are held, more than a chart has: whether sources differ is seen of them. */
const mostSilent = 1_000;

class Run {
  readonly file: string;
  readonly chart: string | undefined;
  readonly documents: Document[];
  /** Whether the file began with this run. */
  readonly opensFile: boolean;
  readonly #first: string;
  readonly #isFirstHook: boolean;
  readonly #sources = new Set<string | undefined>();
  /** Each template with the kinds that it made. */
  readonly #templates = new Set<string>();
  /** The release's name as a label tells it. */
  #instance: string | undefined;
  #identities = new Identities();
  /** The highest rank so far, and where the ranks fell below it for good: there another render may have begun. */
  #rank = -1;
  #fell: number | undefined;
  #rankSinceFall = -1;
  #isShuffled = false;
  readonly #again = new Set<string>();
  /** The templates of documents that say nothing, since the ranks fell. */
  readonly #silent = new Set<string>();

  constructor(first: Document, before: Run | undefined, above: readonly Document[] = []) {
    this.documents = [...above];
    this.file = first.file;
    this.chart = chartOf(first.source);
    this.opensFile = before?.file !== first.file;
    this.#first = identity(first);
    this.#isFirstHook = isHook(first);
  }

  mayHold(document: Document): boolean {
    if (document.file !== this.file || chartOf(document.source) !== this.chart) return false;
    if (document.header.name === undefined) return true;
    // A hook may make what the release makes as well.
    return identity(document) !== this.#first || isHook(document) !== this.#isFirstHook;
  }

  /**
   * Takes a document in. Where it makes certain that another render of the chart began some documents ago, those leave
   * for a run of their own, which is returned: the order of kinds started over, and then a resource, or two templates,
   * came a second time. The order alone is no proof: people append documents by hand.
   */
  add(document: Document, letGo?: LetGo): Run | undefined {
    const made = template(document);
    const isNeeded = letGo === undefined || !saysNothing(document) || !this.#isOneMore(made) || !letGo(document);
    const index = isNeeded ? this.documents.push(document) - 1 : this.documents.length;
    const rank = rankOf(document.header.kind);
    if (this.#fell === undefined && this.chart !== undefined && rank < this.#rank && !isHook(document)) {
      this.#fell = index;
      this.#silent.clear();
    }
    if (this.#fell !== undefined) {
      // Renders follow one another in Helm's order: where the ranks fall again at once, somebody shuffled the documents.
      if (rank < this.#rankSinceFall && !isHook(document)) this.#isShuffled = true;
      if (rank !== lastRank && !isHook(document)) this.#rankSinceFall = Math.max(this.#rankSinceFall, rank);
      if (this.#isShuffled) {
        return undefined;
      }
      if (this.#templates.has(made) && this.#mayBeAnother(document)) this.#again.add(made);
      if (this.#identities.has(document.header) || this.#again.size > 1) return this.#cutAt(this.#fell);
      return undefined;
    }
    this.#templates.add(made);
    this.#sources.add(document.source);
    this.#instance ??= instanceIn(document);
    if (document.header.name !== undefined) this.#identities.add(document.header);
    if (rank > this.#rank && rank !== lastRank && !isHook(document)) this.#rank = rank;
    return undefined;
  }

  /** Whether it holds another document of a template that says nothing, or more of them than a chart has. */
  #isOneMore(made: string): boolean {
    const isMany = this.#silent.size >= mostSilent || this.#silent.has(made);
    this.#silent.add(made);
    return isMany;
  }

  /** Another render of a chart in one stream has another release's name: one that says the same is no other. */
  #mayBeAnother(document: Document): boolean {
    const instance = instanceIn(document);
    return instance === undefined || this.#instance === undefined || instance !== this.#instance;
  }

  /** Its documents, once nothing is added any more: whoever reads them need not hold what was known to tell them apart. */
  close(): readonly Document[] {
    this.#identities = new Identities();
    return this.documents;
  }

  #cutAt(index: number): Run | undefined {
    const [first, ...others] = this.documents.splice(index);
    if (first === undefined) return undefined;
    const run = new Run(first, this);
    // Those of documents that were let go.
    for (const made of this.#silent) run.#templates.add(made);
    run.add(first);
    for (const document of others) run.add(document);
    return run;
  }

  /** A file of its own with one template, or without any, may be one of several that make up a release. */
  get isScattered(): boolean {
    return this.opensFile && this.#sources.size === 1;
  }

  /** Files with the same key belong together: the folder, or what lies above a chart that was written out. */
  get key(): string {
    const source = this.documents.at(-1)?.source;
    const above = source !== undefined && this.file.endsWith(source) ? this.file.slice(0, -source.length) : undefined;
    return `${above ?? this.file.slice(0, this.file.lastIndexOf("/") + 1)}\n${this.chart ?? ""}`;
  }
}

function* settle(run: Run, endsFile: boolean, scattered: Map<string, Document[][]>): Generator<readonly Document[]> {
  if (!endsFile || !run.isScattered) {
    yield run.close();
    return;
  }
  // V8 makes room for some seventeen documents where the first is added; of a folder's files most hold one.
  const documents = run.documents.slice();
  const beside = scattered.get(run.key);
  if (beside === undefined) scattered.set(run.key, [documents]);
  else beside.push(documents);
}

/** Files that name one resource twice are no single release: each then stands for itself. */
function isOneRelease(files: readonly Document[][]): boolean {
  if (files.length === 1) return true;
  const owners = new Map<string, number>();
  for (const [index, file] of files.entries()) {
    for (const document of file) {
      if (document.header.name === undefined) continue;
      const owner = owners.get(identity(document));
      if (owner !== undefined && owner !== index) return false;
      owners.set(identity(document), index);
    }
  }
  return true;
}

/** The resources of a run by kind, namespace and name: a long stream keeps no texts of its own for them. */
class Identities {
  readonly #names = new Map<string, Set<string>>();

  has({ kind, namespace, name = "" }: Header): boolean {
    return this.#names.get(`${kind ?? ""}/${namespace ?? ""}`)?.has(name) === true;
  }

  add({ kind, namespace, name = "" }: Header): void {
    const group = `${kind ?? ""}/${namespace ?? ""}`;
    const names = this.#names.get(group);
    if (names === undefined) this.#names.set(group, new Set([name]));
    else names.add(name);
  }
}

function identity({ header }: Document): string {
  return `${header.kind ?? ""}/${header.namespace ?? ""}/${header.name ?? ""}`;
}

function template({ source, header }: Document): string {
  return `${source ?? ""} ${header.kind ?? ""}`;
}

/** The release's name by the first label that tells it, read off the text: nothing is parsed to cut a stream. */
function instanceIn({ text }: Document): string | undefined {
  return /^ +(?:app\.kubernetes\.io\/instance|release): *"?([\w.-]{1,63})/m.exec(text)?.[1];
}

function isHook(document: Document): boolean {
  return document.text.includes("helm.sh/hook");
}
