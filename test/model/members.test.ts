import { expect, test } from "vitest";
import { membersBeside } from "../../src/model/members.ts";
import { Release } from "../../src/model/release.ts";
import { readManifests } from "../../src/read/index.ts";

function release(sets: { name: string; replicas?: number; image?: string }[]) {
  const text = sets
    .map(({ name, replicas = 1, image = "db:1" }) =>
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name },
        spec: {
          replicas,
          template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "db", image }] } },
        },
      }),
    )
    .concat(
      JSON.stringify({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "all" },
        spec: { selector: { app: "db-1" } },
      }),
    )
    .join("\n---\n");
  const { documents } = readManifests([{ name: "x", text }]);
  return new Release(documents);
}

function members(...sets: { name: string; replicas?: number; image?: string }[]): string[] {
  const [first] = release(sets).statefulSets;
  return first === undefined ? [] : membersBeside(first).map(({ name }) => name);
}

test("sets of one replica whose names differ at the end", () => {
  expect(members({ name: "db-1" }, { name: "db-2" }, { name: "web-1" })).toEqual(["db-1", "db-2"]);
  expect(members({ name: "db-a" }, { name: "db-b" })).toEqual(["db-a", "db-b"]);
});

test("no members: more replicas, another image, no number", () => {
  expect(members({ name: "db-1" }, { name: "db-2", replicas: 2 })).toEqual(["db-1"]);
  expect(members({ name: "db-1" }, { name: "db-2", image: "web:1" })).toEqual(["db-1"]);
  expect(members({ name: "primary" }, { name: "replica" })).toEqual([]);
});

test("the sets that a Service selects, and a manifest's view", () => {
  const one = release([{ name: "db-1" }, { name: "db-2" }]);
  const [service] = one.services;
  expect(service && one.setsSelectedBy(service).map(({ name }) => name)).toEqual(["db-1"]);
  expect(one.statefulSets.map(({ manifest }) => one.setOf(manifest))).toEqual(one.statefulSets);
});
