import { fromBytes, toBytes } from "../functions/bytes.ts";
import type { LoadedValues } from "./load-values.ts";

/** A chart's file as helm's loaders see it: named relative to the chart it belongs to, without a byte-order mark. */
export class ChartFile {
  readonly name: string;
  /** Where it stands, relative to the folder of the chart that is rendered. */
  readonly place: string;
  readonly #content: Content;

  constructor(name: string, place: string, content: string | Uint8Array | Content) {
    this.name = name;
    this.place = place;
    this.#content = content instanceof Content ? content : new Content(content);
  }

  get text(): string {
    return this.#content.text;
  }

  get bytes(): Uint8Array {
    return this.#content.bytes;
  }

  /** In bytes, or in characters where its text is what is there. */
  get size(): number {
    return this.#content.size;
  }

  /** UTF-16 units that a byte-order mark takes ahead of the text. */
  get skipped(): number {
    return this.#content.skipped;
  }

  /** The same file under another name, as seen from a subchart. */
  named(name: string): ChartFile {
    return new ChartFile(name, this.place, this.#content);
  }

  /** Its values, read once however often the chart is rendered: nobody changes them, but copies of them. */
  values(helm: "3" | "4", load: () => LoadedValues): LoadedValues {
    const { values } = this.#content;
    const known = values.get(helm);
    if (known !== undefined) return known;
    const loaded = load();
    values.set(helm, loaded);
    return loaded;
  }

  /** The files of the chart that is packed in it, unpacked once however often the chart around it is rendered. */
  unpacked(unpack: () => readonly ChartFile[]): readonly ChartFile[] {
    this.#content.unpacked ??= unpack();
    return this.#content.unpacked;
  }
}

/** What a file holds, once under all its names. */
class Content {
  readonly skipped: number;
  readonly values = new Map<"3" | "4", LoadedValues>();
  unpacked: readonly ChartFile[] | undefined;
  #text: string | undefined;
  #bytes: Uint8Array | undefined;

  constructor(content: string | Uint8Array) {
    const hasMark =
      typeof content === "string"
        ? content.charCodeAt(0) === 0xfeff
        : content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
    this.skipped = hasMark ? 1 : 0;
    if (typeof content === "string") this.#text = hasMark ? content.slice(1) : content;
    else this.#bytes = hasMark ? content.subarray(3) : content;
  }

  get size(): number {
    return this.#bytes?.length ?? this.#text?.length ?? 0;
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
