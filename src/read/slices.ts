import { byteChunks } from "./chunks.ts";
import type { Input } from "./document.ts";
import type { HelmOutput } from "./helm-output.ts";
import { JsonStream } from "./json-stream.ts";
import { Slice } from "./slice.ts";
import { DocumentSplitter } from "./splitter.ts";

/** How far kubectl looks for the first brace. */
const GUESS_BYTES = 4096;

/**
 * Cuts an input into documents, one as soon as its end is known. A stream whose first character is `{` is read as JSON
 * objects first, as kubectl does; what is no JSON is read as YAML unless two objects were read before it.
 * Returns what was seen of helm's own words.
 */
export function* readSlices(text: Input["text"]): Generator<Slice, HelmOutput> {
  const chunks = byteChunks(text);
  const head: Uint8Array[] = [];
  let first = 0;
  for (let seen = 0; first === 0 && seen < GUESS_BYTES; ) {
    const next = chunks.next();
    if (next.done === true) break;
    // A piece is good only until the next one is asked for.
    head.push(next.value.slice());
    seen += next.value.length;
    first = firstVisible(next.value);
  }
  const stream = resume(head, chunks);
  if (first !== 0x7b) return yield* readYaml(stream, new DocumentSplitter());
  const json = new JsonStream();
  for (const chunk of stream) {
    yield* json.push(chunk);
    if (json.rest !== undefined) break;
  }
  json.end();
  const { rest } = json;
  if (rest === undefined) return new DocumentSplitter().helm;
  const { message, offset } = rest.error;
  const splitter = new DocumentSplitter(rest.line, rest.column);
  if (json.count > 1) {
    const place = { line: rest.line, column: rest.column, hasContent: true, newSection: false };
    const refused = { message: `behind ${json.count} JSON objects only JSON is read: ${message}`, offset };
    yield new Slice(beginning(resume([rest.bytes], chunks)), place, { refused });
    return splitter.helm;
  }
  // The generator of chunks goes on where the JSON stopped.
  let notJson = json.count === 0 ? { message, offset } : undefined;
  const yaml = readYaml(resume([rest.bytes], chunks), splitter);
  for (let next = yaml.next(); ; next = yaml.next()) {
    if (next.done === true) return next.value;
    const slice = next.value;
    yield notJson === undefined ? slice : new Slice(slice.text, slice, { ...slice.special, notJson });
    notJson = undefined;
  }
}

function* readYaml(chunks: Iterable<Uint8Array>, splitter: DocumentSplitter): Generator<Slice, HelmOutput> {
  for (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
  return splitter.helm;
}

/** Pieces that were read already, then the rest; the rest can be resumed once more afterwards. */
function* resume(head: readonly Uint8Array[], rest: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield* head;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** The first 4096 bytes at most, as text. */
function beginning(chunks: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder();
  let text = "";
  let left = GUESS_BYTES;
  for (const chunk of chunks) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true });
    left -= Math.min(left, chunk.length);
    if (left === 0) break;
  }
  return text;
}

/** The first byte that is no white space, 0 where there is none. */
function firstVisible(chunk: Uint8Array): number {
  for (const byte of chunk) if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return byte;
  return 0;
}
