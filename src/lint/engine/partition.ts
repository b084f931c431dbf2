import { isRead, releaseDocuments } from "../../model/releases.ts";
import type { Document, Input } from "../../read/document.ts";
import { readInput } from "../../read/index.ts";
import { hash } from "./hash.ts";
import { compare } from "./order.ts";

/** How much more than its share a part may get, so that most releases stay in their part when others come and go. */
const slack = 1.05;

/** Which releases of an input belong to which part. */
export interface Partition {
  readonly count: number;
  /** A sum over all that was read, whatever order it came in. */
  readonly input: string;
  /** For each release of the input its length and its part, from 1. */
  readonly releases: readonly { readonly size: number; readonly owner: number }[];
}

interface Piece {
  readonly size: number;
  readonly sum: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Parts an input into so many parts of about one size, by what the releases hold: the names of the files and their order
 * change nothing, and a release keeps its part as long as that is not full. Reads all of the input and parses nothing
 * that says plainly what it is.
 */
export function partition(inputs: Iterable<Input>, count: number): Partition {
  const pieces: Piece[] = [];
  const read: string[] = [];
  for (const documents of releaseDocuments(used(inputs, read))) {
    const [{ file, line } = { file: "", line: 0 }] = documents;
    pieces.push({ size: lengthOf(documents), sum: hash(documents.map(({ text }) => hash(text)).join()), file, line });
  }
  for (const { file, line, sum } of pieces) read.push(`${file}\n${line}\n${sum}`);
  return { count, input: hash(read.sort(compare).join("\n")), releases: shared(pieces, count) };
}

/** How much text a release holds, in UTF-16 units. */
export function lengthOf(documents: readonly Document[]): number {
  return documents.reduce((size, { text }) => size + text.length, 0);
}

/** The documents that make up releases; what else was read, and what could not be, is noted. */
function* used(inputs: Iterable<Input>, read: string[]): Generator<Document> {
  for (const input of inputs) {
    const problem = ({ file, line, kind }: { file: string; line: number; kind: string }) =>
      read.push(`${file}\n${line}\n${kind}`);
    for (const document of readInput(input, problem)) {
      if (isRead(document)) yield document;
      else read.push(`${document.file}\n${document.line}\n${hash(document.text)}`);
    }
  }
}

/** The largest first: each goes to the part that its content prefers among those with room for it. */
function shared(pieces: readonly Piece[], count: number): Partition["releases"] {
  const total = pieces.reduce((all, { size }) => all + size, 0);
  const room = Math.max((total / count) * slack, largest(pieces));
  const loads = new Array<number>(count).fill(0);
  const owners = new Map<Piece, number>();
  const inTurn = [...pieces].sort(
    (one, other) =>
      other.size - one.size || compare(one.sum, other.sum) || compare(one.file, other.file) || one.line - other.line,
  );
  for (const piece of inTurn) {
    const at = preferred(piece, loads, room);
    loads[at] = (loads[at] ?? 0) + piece.size;
    owners.set(piece, at + 1);
  }
  return pieces.map((piece) => ({ size: piece.size, owner: owners.get(piece) ?? 1 }));
}

function largest(pieces: readonly Piece[]): number {
  return pieces.reduce((most, { size }) => Math.max(most, size), 0);
}

/** By rendezvous hashing: of the parts with room the one with the highest mark; the emptiest where none has. */
function preferred({ size, sum }: Piece, loads: readonly number[], room: number): number {
  let best = -1;
  let mark = -1;
  let emptiest = 0;
  const seed = Number.parseInt(sum.slice(0, 8), 16);
  for (const [index, load] of loads.entries()) {
    if (load < (loads[emptiest] ?? 0)) emptiest = index;
    if (load + size > room) continue;
    const own = mixed(seed, index);
    if (own > mark) [best, mark] = [index, own];
  }
  return best < 0 ? emptiest : best;
}

/** A number that every pair of others shakes up anew (the last steps of MurmurHash3). */
function mixed(seed: number, index: number): number {
  let value = seed ^ Math.imul(index + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
