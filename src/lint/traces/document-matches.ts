import type { Rendered, RenderedDocument } from "../../chart/render/render-chart.ts";
import { mapping } from "../../model/fields.ts";
import { groupedBy } from "../../model/grouped.ts";
import type { Document } from "../../read/document.ts";
import { readManifests } from "../../read/read-manifests.ts";
import { differs } from "./node-values.ts";

/** A document of the text that is linted, and what a render of ours has for it. */
export interface Match {
  readonly document: RenderedDocument;
  /** Whether the text that is linted is ours, byte for byte. */
  readonly isEqual: boolean;
  /** Whether it is the other helm's: what is asked of the whole render knows nothing of it. */
  readonly isOther?: true;
}

type BySource = ReadonlyMap<string, PrintedDocuments>;

/**
 * Finds for each document of the text that is linted the one that we rendered from the same template: the equal one,
 * else the one of its name. Where helm's output is piped in nothing says which helm printed it: a document that says
 * something else than ours is looked for in what the other helm prints, too.
 */
export class DocumentMatches {
  readonly #bySource: BySource;
  readonly #otherwise: (() => Rendered | undefined) | undefined;
  readonly #matches = new Map<Document, Match | undefined>();
  #otherBySource: BySource | undefined;

  constructor(rendered: Rendered, otherwise: (() => Rendered | undefined) | undefined) {
    this.#bySource = bySource(rendered);
    this.#otherwise = otherwise;
  }

  of(document: Document): Match | undefined {
    if (this.#matches.has(document)) return this.#matches.get(document);
    const match = this.#find(document);
    this.#matches.set(document, match);
    return match;
  }

  printedBy(source: string): readonly RenderedDocument[] {
    return this.#bySource.get(source)?.all ?? [];
  }

  /** Of the documents with a template that were asked about, those that no render says, what is random apart. */
  get unlike(): readonly Document[] {
    return [...this.#matches].flatMap(([document, match]) =>
      document.source === undefined || (match !== undefined && saysTheSame(document, match)) ? [] : [document],
    );
  }

  #find(document: Document): Match | undefined {
    const own = matchIn(this.#bySource, document);
    if (this.#otherwise === undefined || (own !== undefined && saysTheSame(document, own))) return own;
    if (this.#otherBySource === undefined) {
      const rendered = this.#otherwise();
      this.#otherBySource = rendered === undefined ? new Map() : bySource(rendered);
    }
    const other = matchIn(this.#otherBySource, document);
    return other !== undefined && saysTheSame(document, other) ? { ...other, isOther: true } : own;
  }
}

function bySource({ documents }: Rendered): BySource {
  const all = groupedBy(documents, ({ source }) => source);
  return new Map([...all].map(([source, printed]) => [source, new PrintedDocuments(printed)]));
}

/** What one template printed; it may be thousands of documents, each looked for. */
class PrintedDocuments {
  readonly all: readonly RenderedDocument[];
  #byBody: ReadonlyMap<string, RenderedDocument> | undefined;
  #byName: ReadonlyMap<string, RenderedDocument> | undefined;

  constructor(all: readonly RenderedDocument[]) {
    this.all = all;
  }

  /** The first that says the same, byte for byte. */
  equal({ text }: Document): RenderedDocument | undefined {
    this.#byBody ??= firstBy(this.all, (printed) => bodyOf(printed.text));
    return this.#byBody.get(bodyOf(text));
  }

  /** The first of the same kind and name. */
  named({ header }: Document): RenderedDocument | undefined {
    this.#byName ??= firstBy(this.all, ({ text }) => nameOf(readManifests([{ name: "", text }]).documents[0]?.header));
    return header.name === undefined ? undefined : this.#byName.get(nameOf(header));
  }
}

function firstBy(
  all: readonly RenderedDocument[],
  keyOf: (document: RenderedDocument) => string,
): ReadonlyMap<string, RenderedDocument> {
  return new Map([...all].reverse().map((document) => [keyOf(document), document]));
}

function nameOf(header: Document["header"] | undefined): string {
  return JSON.stringify([header?.kind, header?.name]);
}

function matchIn(documents: BySource, document: Document): Match | undefined {
  const candidates = documents.get(document.source ?? "");
  const equal = candidates?.equal(document);
  const alike = equal ?? candidates?.named(document);
  return alike === undefined ? undefined : { document: alike, isEqual: alike === equal };
}

/** A document without what is printed around it: separators, the `# Source:` line, blank lines at both ends. */
function bodyOf(text: string): string {
  let from = 0;
  for (let end = lineEnd(text, from); from < text.length; end = lineEnd(text, from)) {
    const line = text.slice(from, end);
    if (!line.startsWith("---") && !line.startsWith("# Source: ") && line.trim() !== "") break;
    from = end + 1;
  }
  let to = text.length;
  for (let start = lineStart(text, to); to > from; start = lineStart(text, to)) {
    if (text.slice(start, to).trim() !== "") break;
    to = start - 1;
  }
  return text.slice(from, Math.max(from, to));
}

function lineStart(text: string, end: number): number {
  return end <= 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function saysTheSame({ value }: Document, { document, isEqual }: Match): boolean {
  if (isEqual) return true;
  const rendered = readManifests([{ name: "", text: document.text }]).documents[0]?.value;
  const [given, own] = [value, rendered].map(withoutPostRendering);
  return !differs(given, own, [], (path) => document.isRandom(path));
}

/** An object as the template printed it: Helm 4 adds an annotation of its own to what it hands a post-renderer. */
function withoutPostRendering(value: unknown): unknown {
  const { metadata, ...rest } = mapping(value);
  const { annotations, ...named } = mapping(metadata);
  const own = Object.entries(mapping(annotations)).filter(([key]) => !key.startsWith("postrenderer.helm.sh/"));
  return { ...rest, metadata: own.length === 0 ? named : { ...named, annotations: Object.fromEntries(own) } };
}
