import type { Input } from "./document.ts";

/** How much is looked at in one go, in bytes or UTF-16 units. */
const PIECE = 1 << 18;

/** An input's bytes as UTF-8, in pieces of bounded size. A piece is used up before the next one is asked for. */
export function* byteChunks(text: Input["text"]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  if (typeof text === "string") {
    yield* encodePieces(encoder, text);
    return;
  }
  // The first half of a surrogate pair waits for its other half in the next chunk.
  let half = "";
  for (const chunk of text) {
    if (typeof chunk === "string") {
      const whole = half + chunk;
      half = endsInHalf(whole) ? whole.slice(-1) : "";
      yield* encodePieces(encoder, half === "" ? whole : whole.slice(0, -1));
      continue;
    }
    if (half !== "") yield encoder.encode(half);
    half = "";
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
  }
  if (half !== "") yield encoder.encode(half);
}

function* encodePieces(encoder: TextEncoder, text: string): Generator<Uint8Array> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + PIECE, text.length);
    if (end < text.length && endsInHalf(text.slice(end - 1, end))) end--;
    if (end === at) end = at + 1;
    yield encoder.encode(text.slice(at, end));
    at = end;
  }
}

function endsInHalf(text: string): boolean {
  return (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
}
