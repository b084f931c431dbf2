import { describe, expect, test } from "vitest";
import { isAdmissible } from "../../src/admission/admit.ts";
import { isMeant, kinds, lastRank, rankOf, readingOf } from "../../src/model/kinds.ts";
import { Release } from "../../src/model/release.ts";
import { readInput } from "../../src/read/index.ts";

describe("the table of kinds", () => {
  test("names each kind once", () => {
    expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
  });

  test("calls admitted what admission answers for, in every version that it says is current", () => {
    for (const { kind, current = [], admitted } of kinds) {
      expect({ kind, admitted: current.length > 0 }).toEqual({ kind, admitted });
      for (const apiVersion of current) expect(isAdmissible({ apiVersion, kind })).toBe(true);
      if (!admitted) expect(isAdmissible({ apiVersion: "v1", kind })).toBe(false);
    }
  });

  test("tells a kind from one of the same name in another group", () => {
    expect(isMeant({ kind: "StatefulSet", apiVersion: "apps/v1" })).toBe(true);
    expect(isMeant({ kind: "StatefulSet", apiVersion: "apps.kruise.io/v1beta1" })).toBe(false);
    expect(isMeant({ kind: "ServiceMonitor", apiVersion: "monitoring.coreos.com/v1" })).toBe(true);
    expect(isMeant({ kind: "ServiceMonitor", apiVersion: "v1" })).toBe(false);
    expect(isMeant({ kind: "NetworkPolicy", apiVersion: "crd.projectcalico.org/v1" })).toBe(false);
  });

  test("has Helm's order, and its last rank for what Helm does not know", () => {
    expect(["NetworkPolicy", "ServiceAccount", "Service", "StatefulSet", "CronJob"].map(rankOf)).toEqual(
      ["NetworkPolicy", "ServiceAccount", "Service", "StatefulSet", "CronJob"].map(rankOf).sort((a, b) => a - b),
    );
    expect(rankOf("ServiceMonitor")).toBe(lastRank);
  });

  test("reads Lists, whatever they hold, and leaves unknown kinds alone", () => {
    expect(["StatefulSet", "List", "NetworkPolicy", "Role"].map(readingOf)).toEqual([
      "always",
      "always",
      "on demand",
      undefined,
    ]);
  });
});

test("a kind that is read on demand is parsed when somebody first asks for it", () => {
  const text = `apiVersion: v1
kind: Service
metadata: { name: db }
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: db
automountServiceAccountToken: false
`;
  const documents = [...readInput({ name: "stdin", text }, () => {})];
  const release = new Release(documents);
  expect(release.services.map(({ name }) => name)).toEqual(["db"]);
  expect(release.unasked.map(({ header }) => header.name)).toEqual(["db"]);
  expect(release.ofKind("ServiceAccount").map(({ value }) => value.automountServiceAccountToken)).toEqual([false]);
  expect(release.unasked).toEqual([]);
});
