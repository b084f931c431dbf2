import { Gunzip } from "fflate/browser";
import { fromBytes } from "../functions/bytes.ts";
import { ChartFile } from "./chart-file.ts";

import { InputError } from "./input-error.ts";

/** What helm reads at most (pkg/chart/loader/archive): of a whole chart, and of one of its files, unpacked. */
const largestChart = 100 * 1024 * 1024;
export const largestFile = 5 * 1024 * 1024;
/** With the headers of the archive itself. */
const mostUnpacked = largestChart + 20 * 1024 * 1024;
/** No chart has as many; helm has no such bound. */
const mostFiles = 20_000;

const block = 512;

/**
 * The files in a packed chart, named relative to the chart's folder inside it; `place` is where the archive stands,
 * empty for the chart that is rendered.
 *
 * @throws {InputError} for what is no gzipped tar, for bombs, and for paths that leave the chart.
 */
export function readArchive(bytes: Uint8Array, place: string): ChartFile[] {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
    throw new InputError(`${place === "" ? "the file" : place} is no gzipped archive`, place);
  const files = new TarReader(unzip(bytes, place), place).files();
  if (files.length === 0) throw new InputError("no files in chart archive", place);
  return files;
}

/** Unpacks in steps, so that a bomb is refused before its content fills the memory. */
function unzip(bytes: Uint8Array, place: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  const gunzip = new Gunzip((part, final) => {
    size += part.length;
    if (size > mostUnpacked) throw new InputError(`decompressed chart is larger than ${largestChart} bytes`, place);
    parts.push(part);
    if (final) isDone = true;
  });
  const step = 64 * 1024;
  try {
    for (let at = 0; at < bytes.length; at += step) {
      gunzip.push(bytes.subarray(at, at + step), at + step >= bytes.length);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`the archive cannot be unpacked: ${error instanceof Error ? error.message : error}`, place);
  }
  if (!isDone) throw new InputError("the archive ends too early", place);
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

class TarReader {
  readonly #bytes: Uint8Array;
  readonly #place: string;
  #at = 0;

  constructor(bytes: Uint8Array, place: string) {
    this.#bytes = bytes;
    this.#place = place;
  }

  files(): ChartFile[] {
    const files: ChartFile[] = [];
    let remaining = largestChart;
    let longName: string | undefined;
    while (this.#at + block <= this.#bytes.length) {
      const header = this.#bytes.subarray(this.#at, this.#at + block);
      if (header.every((byte) => byte === 0)) break;
      this.#check(header);
      const size = number(header, 124, 12);
      if (size === undefined || size < 0) this.#fail("archive/tar: invalid tar header");
      const start = this.#at + block;
      if (start + size > this.#bytes.length) this.#fail("unexpected EOF");
      const content = this.#bytes.subarray(start, start + size);
      this.#at = start + Math.ceil(size / block) * block;
      const type = String.fromCharCode(header[156] ?? 0);
      if (type === "x") {
        longName = paxPath(fromBytes(content)) ?? longName;
        continue;
      }
      if (type === "L") {
        longName = text(content, 0, content.length);
        continue;
      }
      if (type === "g" || type === "K") continue;
      const name = longName ?? headerName(header);
      longName = undefined;
      const path = this.#path(name, type === "5" || name.endsWith("/"));
      if (path === undefined) continue;
      if (size > remaining) this.#fail(`decompressed chart is larger than the maximum size ${largestChart}`);
      if (size > largestFile) this.#fail(`decompressed chart file ${name} is larger than ${largestFile} bytes`);
      remaining -= size;
      if (remaining <= 0 || files.length >= mostFiles) this.#fail("the chart is too large");
      // helm reads a link as an empty file: what its author meant is then silently missing.
      if (type === "1" || type === "2")
        this.#fail(`${name} is a link, and links in packed charts are not followed: pack the file itself`);
      files.push(new ChartFile(path, this.#place === "" ? path : `${this.#place}/${path}`, content));
    }
    return files;
  }

  #fail(message: string): never {
    throw new InputError(message, this.#place);
  }

  #check(header: Uint8Array): void {
    const stored = number(header, 148, 8);
    let sum = 0;
    header.forEach((byte, index) => {
      sum += index >= 148 && index < 156 ? 0x20 : byte;
    });
    if (stored !== sum) this.#fail("archive/tar: invalid tar header");
  }

  /** A file's path below the chart's folder (LoadArchiveFiles); undefined for folders. */
  #path(name: string, isFolder: boolean): string | undefined {
    if (isFolder) return undefined;
    const delimiter = name.includes("\\") ? "\\" : "/";
    const parts = name.split(delimiter);
    const rest = parts.slice(1).join("/");
    if (rest.startsWith("/")) this.#fail("chart illegally contains absolute paths");
    const path = cleanPath(rest);
    if (path === ".") this.#fail(`chart illegally contains content outside the base directory: ${name}`);
    if (path.startsWith("..")) this.#fail("chart illegally references parent directory");
    if (/^[a-zA-Z]:\//.test(path)) this.#fail("chart contains illegally named files");
    if (parts[0] === "Chart.yaml") this.#fail("chart yaml not in base directory");
    return path;
  }
}

/** Go's path.Clean. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.length > 0 && names.at(-1) !== "..") names.pop();
    else if (!rooted) names.push(name);
  }
  const joined = names.join("/");
  if (rooted) return `/${joined}`;
  return joined === "" ? "." : joined;
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return fromBytes(end < 0 ? field : field.subarray(0, end));
}

function headerName(header: Uint8Array): string {
  const name = text(header, 0, 100);
  const isUstar = text(header, 257, 5) === "ustar";
  const prefix = isUstar ? text(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** A number of a header: octal digits, or GNU's binary form; undefined for anything else. */
function number(header: Uint8Array, start: number, length: number): number | undefined {
  const first = header[start] ?? 0;
  if (first & 0x80) {
    let value = first & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + (header[start + i] ?? 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = text(header, start, length).replace(/^[ ]+|[ ]+$/g, "");
  if (digits === "") return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** The path that a PAX header gives to the next file: records are `LENGTH KEY=VALUE\n`. */
function paxPath(records: string): string | undefined {
  let path: string | undefined;
  for (const record of records.split("\n")) {
    const match = /^[0-9]+ path=(.*)$/s.exec(record);
    if (match?.[1] !== undefined) path = match[1];
  }
  return path;
}
