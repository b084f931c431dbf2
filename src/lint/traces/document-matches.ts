import type { Rendered, RenderedDocument } from "../../chart/render/render-chart.ts";
import { mapping } from "../../model/fields.ts";
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

type BySource = ReadonlyMap<string, readonly RenderedDocument[]>;

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
    return this.#bySource.get(source) ?? [];
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
  const all = new Map<string, RenderedDocument[]>();
  for (const document of documents) {
    const same = all.get(document.source);
    if (same === undefined) all.set(document.source, [document]);
    else same.push(document);
  }
  return all;
}

function matchIn(documents: BySource, document: Document): Match | undefined {
  const candidates = documents.get(document.source ?? "") ?? [];
  const body = bodyOf(document.text);
  const equal = candidates.find(({ text }) => bodyOf(text) === body);
  const alike = equal ?? candidates.find(({ text }) => isNamedAlike(text, document));
  return alike === undefined ? undefined : { document: alike, isEqual: alike === equal };
}

/** A document without what is printed around it: separators, the `# Source:` line, blank lines at both ends. */
function bodyOf(text: string): string {
  const lines = text.split("\n");
  let from = 0;
  while (from < lines.length && /^(---.*|# Source: .*|\s*)$/.test(lines[from] ?? "")) from++;
  let to = lines.length;
  while (to > from && (lines[to - 1] ?? "").trim() === "") to--;
  return lines.slice(from, to).join("\n");
}

function isNamedAlike(text: string, { header }: Document): boolean {
  const own = readManifests([{ name: "", text }]).documents[0]?.header;
  return own !== undefined && own.kind === header.kind && own.name === header.name && header.name !== undefined;
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
