import { expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { planText } from "../../src/report/plan/text.ts";
import { statefulSet } from "./sets.ts";

const ofRelease = { "app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/instance": "shop" };

function input(...names: readonly [name: string, size: string, namespace: string][]) {
  const sets = names.map(([name, size, namespace]) =>
    statefulSet({ name, namespace, labels: { app: name }, claims: [{ name: "data", size }] }),
  );
  return written(sets);
}

/** The same as a release of helm, some templates of which leave the namespace to it. */
function release(...names: readonly [name: string, size: string, namespace: string | undefined][]) {
  const sets = names.map(([name, size, namespace]) => {
    const set = statefulSet({ name, labels: { app: name }, claims: [{ name: "data", size }] });
    return { ...set, metadata: { name, labels: ofRelease, ...(namespace === undefined ? {} : { namespace }) } };
  });
  return written(sets);
}

function written(sets: readonly object[]) {
  return [{ name: "input.yaml", text: sets.map((set) => `---\n${JSON.stringify(set)}\n`).join("") }];
}

test("Sets that one upgrade would have refused name each other, so that nobody upgrades before the last is ready for it", () => {
  const made = plan(release(["a", "2Gi", "x"], ["b", "2Gi", undefined], ["c", "2Gi", "y"], ["d", "1Gi", "x"]), {
    against: release(["a", "1Gi", "x"], ["b", "1Gi", undefined], ["c", "1Gi", "y"], ["d", "1Gi", "x"]),
  });
  expect(made.statefulSets.map(({ name, refused }) => [name, refused?.besides])).toEqual([
    ["b", ["a", "c"]],
    ["a", ["b"]],
    ["d", undefined],
    ["c", ["b"]],
  ]);
  expect(planText(made)).toContain(
    "  refused, too\n    b of the same release is refused, too: go through its steps up to the upgrade as well, then upgrade once for all and go on with the steps after it, of each set in turn\n",
  );
});

test("Sets that kubectl applies are each refused by themselves", () => {
  const made = plan(input(["a", "2Gi", "x"], ["b", "2Gi", "x"]), {
    against: input(["a", "1Gi", "x"], ["b", "1Gi", "x"]),
  });
  expect(made.statefulSets.map(({ refused }) => refused?.besides)).toEqual([undefined, undefined]);
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
