import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Source {
  readonly address: string;
  readonly seen: "page" | "source" | "unseen";
  readonly speaksOf?: string;
}

const sources = parse(readFileSync(new URL("./sources.yaml", import.meta.url), "utf8")) as readonly Source[];

/** The files that hold what is known of software. */
const files = [
  "known-workloads/*.ts",
  "data-keepers.ts",
  "drains.ts",
  "image-data.ts",
  "image-homes.ts",
  "image-volumes.ts",
  "java-heap.ts",
  "service-links.ts",
  "slow-starts.ts",
];

function addressesInSource(): readonly string[] {
  const root = new URL("../../src/model/", import.meta.url);
  const texts = files.flatMap((pattern) =>
    globSync(pattern, { cwd: root.pathname }).map((file) => readFileSync(new URL(file, root), "utf8")),
  );
  const found = texts.flatMap((text) => text.match(/https:\/\/[^\s"'`)\\]+/g) ?? []);
  return [...new Set(found.map((address) => address.replace(/[:;.,]+$/, "").replace(/#.*$/, "")))].sort();
}

test("each address of documentation was looked up, once, and none is listed that is no longer named", () => {
  expect(sources.map(({ address }) => address).sort()).toEqual(addressesInSource());
});

test("what was seen says of which version it speaks", () => {
  expect(sources.filter(({ seen }) => !["page", "source", "unseen"].includes(seen))).toEqual([]);
  expect(sources.filter(({ seen, speaksOf }) => (seen === "unseen") === (speaksOf !== undefined))).toEqual([]);
});
