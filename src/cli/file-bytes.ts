import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { LongInput } from "./long-input.ts";

/** All that this process reads, from however many files. */
const all = new LongInput();

/** Tells of so many bytes that this process read, or made, whole: they stay in its memory for long. */
export function holds(bytes: number): void {
  all.hold(bytes);
}

/** Tells that charts will be rendered so many times. */
export function expectsRenders(count: number): void {
  all.expectRenders(count);
}

/** Tells that what was read until now is of releases that are done. */
export function beginsRelease(): void {
  all.beginRelease();
}

/** A pipe holds 64 KiB on Linux; a file is read in fewer calls. */
const chunkSize = 128 * 1024;

/** The `code` of a system error, such as `ENOENT`; undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Blocks for some milliseconds; the thread has nothing else to do. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** What the file before left of its chunk: of thousands of short ones, each would else take one of its own. */
let spare: Buffer | undefined;

/** The bytes from an open file to its end. A pipe that was set non-blocking is waited for. */
export function* readChunks(descriptor: number): Generator<Uint8Array, void> {
  let wait = 1;
  let chunk = spare ?? Buffer.allocUnsafeSlow(chunkSize);
  // Another file may be read before this one ends.
  spare = undefined;
  for (;;) {
    let length: number;
    try {
      length = readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = errorCode(error);
      // Windows says EOF where a pipe's other end was closed.
      if (code === "EOF") return;
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      sleep(wait);
      wait = Math.min(wait * 2, 50);
      continue;
    }
    if (length === 0) {
      if (chunk.length >= chunkSize / 2) spare = chunk;
      return;
    }
    wait = 1;
    all.note(length);
    // Half-filled chunks are common on pipes: what is left of one takes the next bytes.
    yield chunk.subarray(0, length);
    chunk = length < chunk.length / 2 ? chunk.subarray(length) : Buffer.allocUnsafeSlow(chunkSize);
  }
}

/** The bytes of a file that is opened now, so that what is wrong with it is known now, and closed at its end. */
export function openChunks(path: string): Generator<Uint8Array, void> {
  const descriptor = openSync(path, "r");
  return (function* () {
    try {
      yield* readChunks(descriptor);
    } finally {
      closeSync(descriptor);
    }
  })();
}

/** Writes all of it, however slowly the other end reads. Throws EPIPE where nobody reads any more. */
export function writeAll(descriptor: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
  let wait = 1;
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(descriptor, bytes, offset, bytes.length - offset);
      wait = 1;
    } catch (error) {
      const code = errorCode(error);
      if (code !== "EAGAIN" && code !== "EINTR") throw error;
      sleep(wait);
      wait = Math.min(wait * 2, 50);
    }
  }
}
