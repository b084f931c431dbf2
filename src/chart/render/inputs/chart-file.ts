import { fromBytes, toBytes } from "../functions/bytes.ts";

/** A chart's file as helm's loaders see it: named relative to the chart it belongs to, without a byte-order mark. */
export class ChartFile {
  readonly name: string;
  /** Where it stands, relative to the folder of the chart that is rendered. */
  readonly place: string;
  /** UTF-16 units that a byte-order mark takes ahead of the text. */
  readonly skipped: number;
  #text: string | undefined;
  #bytes: Uint8Array | undefined;

  constructor(name: string, place: string, content: string | Uint8Array, skipped = 0) {
    this.name = name;
    this.place = place;
    let mark = skipped;
    if (typeof content === "string") {
      if (content.charCodeAt(0) === 0xfeff) mark = 1;
      this.#text = content.charCodeAt(0) === 0xfeff ? content.slice(1) : content;
    } else {
      const hasMark = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
      if (hasMark) mark = 1;
      this.#bytes = hasMark ? content.subarray(3) : content;
    }
    this.skipped = mark;
  }

  get text(): string {
    if (this.#text !== undefined) return this.#text;
    const bytes = this.#bytes ?? new Uint8Array();
    const valid = validText(bytes);
    // Few ask for the bytes again, and have them of the text then: a chart's files are held once.
    if (valid !== undefined) this.#bytes = undefined;
    this.#text = valid ?? fromBytes(bytes);
    return this.#text;
  }

  get bytes(): Uint8Array {
    return this.#bytes ?? toBytes(this.#text ?? "");
  }

  /** The same file under another name, as seen from a subchart. */
  named(name: string): ChartFile {
    return new ChartFile(name, this.place, this.#text ?? this.bytes, this.skipped);
  }
}

/** What `fromBytes` gives, soon where they are valid UTF-8. */
export function textOfBytes(bytes: Uint8Array): string {
  return validText(bytes) ?? fromBytes(bytes);
}

function validText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
