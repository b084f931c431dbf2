import { expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { planText } from "../../src/report/plan/text.ts";
import { statefulSet } from "./sets.ts";

function input(...names: readonly [name: string, size: string, namespace: string][]) {
  const sets = names.map(([name, size, namespace]) =>
    statefulSet({ name, namespace, labels: { app: name }, claims: [{ name: "data", size }] }),
  );
  return [{ name: "input.yaml", text: sets.map((set) => `---\n${JSON.stringify(set)}\n`).join("") }];
}

test("Sets that one upgrade would have refused name each other, so that nobody upgrades before the last is ready for it", () => {
  const made = plan(input(["a", "2Gi", "x"], ["b", "2Gi", "x"], ["c", "2Gi", "y"], ["d", "1Gi", "x"]), {
    against: input(["a", "1Gi", "x"], ["b", "1Gi", "x"], ["c", "1Gi", "y"], ["d", "1Gi", "x"]),
  });
  expect(made.statefulSets.map(({ name, refused }) => [name, refused?.besides])).toEqual([
    ["a", ["b"]],
    ["b", ["a"]],
    ["d", undefined],
    ["c", undefined],
  ]);
  expect(planText(made)).toContain(
    "  refused, too\n    b of the same release is refused, too: go through its steps up to the upgrade as well, then upgrade once for all\n",
  );
});

test("Each check of a step stands right above what it must show", () => {
  const made = plan(input(["a", "2Gi", "x"]), { against: input(["a", "1Gi", "x"]) });
  const [, orphaned] = made.statefulSets[0]?.refused?.waysThrough[0]?.steps ?? [];
  expect(orphaned?.checks).toEqual([
    { command: "kubectl -n x get statefulset/a", expect: "NotFound" },
    { command: "kubectl -n x get pod/a-0 pod/a-1 pod/a-2", expect: "every pod is there, with its AGE as before" },
    { command: "kubectl -n x get pvc/data-a-0 pvc/data-a-1 pvc/data-a-2", expect: "every claim is there, Bound" },
  ]);
  expect(planText(made)).toContain(
    "       check: kubectl -n x get statefulset/a\n       expect: NotFound\n       check: kubectl -n x get pod/a-0",
  );
});
