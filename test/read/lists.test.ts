import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/read/index.ts";

function items(text: string) {
  return readManifests([{ name: "in", text }]).documents[0]?.items;
}

describe("lists open into a manifest per item", () => {
  const list =
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a, namespace: x}\n- 3\n-\n- kind: Service\n  metadata:\n    name: b\n";

  test("kind: List, without what is no mapping; each item with places of its own", () => {
    const found = items(list);
    expect(found?.map(({ kind, name, namespace, base }) => [kind, name, namespace, base])).toEqual([
      ["Pod", "a", "x", ["items", 0]],
      ["Service", "b", undefined, ["items", 3]],
    ]);
    expect(found?.[1]?.locate(["metadata", "name"])).toMatchObject({ line: 11, column: 11, endColumn: 12 });
    expect(found?.[1]?.locate(["spec"])).toMatchObject({ line: 9, column: 3, approximate: true });
  });

  test("items of a typed list take apiVersion and kind from it", () => {
    const found = items("apiVersion: apps/v1\nkind: StatefulSetList\nitems:\n- metadata: {name: a}\n- kind: Other\n");
    expect(found?.map(({ apiVersion, kind }) => [apiVersion, kind])).toEqual([
      ["apps/v1", "StatefulSet"],
      ["", "Other"],
    ]);
  });

  test("lists in lists open, too", () => {
    const found = items(
      "kind: List\nitems:\n- kind: PodList\n  apiVersion: v1\n  items:\n  - metadata: {name: a}\n- kind: Service\n",
    );
    expect(found?.map(({ kind, base }) => [kind, base])).toEqual([
      ["Pod", ["items", 0, "items", 0]],
      ["Service", ["items", 1]],
    ]);
  });

  test("what is no list has no items; a kind that ends in List without items is an object", () => {
    const { documents } = readManifests([{ name: "in", text: "kind: Pod\n---\nkind: AccessList\n---\n- a\n" }]);
    expect(documents.map((document) => [document.items, document.manifests.length])).toEqual([
      [undefined, 1],
      [undefined, 1],
      [undefined, 0],
    ]);
  });
});
