import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { readHeader } from "../../src/read/header.ts";
import type { Path } from "../../src/read/index.ts";
import { readManifests, readText } from "../../src/read/index.ts";
import { shared } from "../shared.ts";

const folder = shared("corpus/rendered");
const verdicts = shared("corpus/verdicts.jsonl");

const known = new Map<string, ReturnType<typeof readManifests>>();

function read(file: string): ReturnType<typeof readManifests> {
  const manifests =
    known.get(file) ?? readManifests([{ name: basename(file), text: [readFileSync(`${folder}/${file}`)] }]);
  known.set(file, manifests);
  return manifests;
}

/** Paths of all scalars in a value. */
function* scalars(value: unknown, path: Path = []): Generator<[Path, unknown]> {
  if (typeof value !== "object" || value === null) yield [path, value];
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* scalars(item, [...path, i]);
  else for (const [key, inner] of Object.entries(value)) yield* scalars(inner, [...path, key]);
}

describe.skipIf(folder === undefined)("public charts (skipped without corpus/rendered)", () => {
  const files = folder === undefined ? [] : readdirSync(folder).sort();

  test("every file is read, except the one that is an error message", () => {
    const unread = files.filter((file) => read(file).problems.length > 0);
    expect(unread).toEqual(["apache__couchdb__helm4-error-2and1.yaml"]);
  });

  test("a document's header says what its value says, and nearly always without parsing", () => {
    let certain = 0;
    let all = 0;
    for (const file of files)
      for (const document of read(file).documents) {
        if (document.problem !== undefined || document.value === null) continue;
        all++;
        const header = readHeader(document.text);
        if (header === undefined) continue;
        certain++;
        const value = document.value as { apiVersion?: unknown; kind?: unknown; metadata?: Record<string, unknown> };
        const { namespace, name } = value.metadata ?? {};
        const expected: Record<string, unknown> = { apiVersion: value.apiVersion, kind: value.kind, namespace, name };
        for (const key of Object.keys(expected))
          if (typeof expected[key] !== "string" || expected[key] === "") delete expected[key];
        expect(header, `${file}:${document.line}`).toEqual(expected);
      }
    console.log(`headers read without parsing: ${certain} of ${all}`);
    expect(certain).toBeGreaterThan(all * 0.99);
  });

  test("nearly every document of helm template has its template's name", () => {
    const documents = files.filter((file) => !file.includes("__plain__")).flatMap((file) => read(file).documents);
    const named = documents.filter((document) => /\.(?:ya?ml|tpl|json)$/.test(document.source ?? ""));
    expect(named.length).toBeGreaterThan(documents.length * 0.99);
  });

  test("keys that stand twice are found where strict decoding finds them", () => {
    const rows = (verdicts === undefined ? "" : readFileSync(verdicts, "utf8"))
      .split("\n")
      .filter((line) => line.includes('"duplicateKeys"'))
      .map((line) => JSON.parse(line) as { file: string; duplicateKeys: string[] });
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      if (!row.file.startsWith("rendered/")) continue;
      const expected = row.duplicateKeys.flatMap((text) =>
        [...text.matchAll(/line (\d+): key "(.*?)" already set/g)].map((match) => match[2]),
      );
      const { documents } = read(row.file.slice("rendered/".length));
      const found = documents.flatMap((document) => document.duplicateKeys.map(({ path }) => path.at(-1)));
      expect(found.sort(), row.file).toEqual(expected.sort());
    }
    const twice = new Set(rows.map((row) => row.file));
    for (const file of files.filter((name) => !twice.has(`rendered/${name}`) && !/dry-run|debug|2and1/.test(name)))
      expect(read(file).documents.filter((document) => document.duplicateKeys.length > 0).length, file).toBe(0);
  });

  test("the range of every scalar reads as the scalar again", () => {
    for (const file of files.filter((_file, index) => index % 12 === 0)) {
      const input = readFileSync(`${folder}/${file}`, "utf8");
      const lines = input.split("\n");
      for (const document of read(file).documents)
        for (const [path, value] of scalars(document.value)) {
          const place = document.locate(path);
          const from = lines.slice(place.line - 1, place.endLine);
          from[from.length - 1] = (from.at(-1) ?? "").slice(0, place.endColumn - 1);
          const indent = " ".repeat(place.column - 1);
          const cut =
            indent +
            (from[0] ?? "").slice(place.column - 1) +
            from
              .slice(1)
              .map((line) => `\n${line}`)
              .join("");
          const label = `${file}:${place.line}:${place.column} ${path.join(".")}`;
          // A block scalar's indentation, where its header names it, counts from what is around it.
          if (/^\s*[|>][-+]?\d/.test(cut)) continue;
          if (/^\s*[|>]/.test(cut)) expect(String(readText(`${cut}\n`)).trimEnd(), label).toBe(String(value).trimEnd());
          else expect(readText(cut), label).toEqual(value);
        }
    }
  });
});
