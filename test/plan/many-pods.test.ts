import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { shellWords } from "../../src/plan/shell.ts";
import { unrolled } from "../../src/plan/stretches.ts";
import { WayRun } from "../../src/plan/way-run.ts";
import { waysThrough } from "../../src/plan/ways-through.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { planText } from "../../src/report/plan/text.ts";
import fc from "../properties.ts";
import { type SetManifest, type SetOptions, statefulSet } from "./sets.ts";

function planned(next: SetOptions, old: SetOptions) {
  const input = (options: SetOptions) => [
    { name: "input.yaml", text: JSON.stringify(statefulSet({ namespace: "prod", ...options })) },
  ];
  const made = plan(input(next), { against: input(old) });
  return { made, ways: made.statefulSets[0]?.refused?.waysThrough ?? [], notes: made.statefulSets[0]?.notes ?? [] };
}

test.each([101, 1000, 5000])("Of %d pods each way is proved, in commands that loop over their ordinals", (replicas) => {
  const { made, ways } = planned({ replicas, claims: [{ name: "store" }] }, { replicas });
  expect(ways.map(({ kind, proved, dropped }) => [kind, proved, dropped])).toEqual([
    ["one-by-one", true, 0],
    ["all-at-once", true, 0],
  ]);
  const last = replicas - 1;
  expect(ways[0]?.steps.flatMap(({ commands }) => commands)).toEqual([
    "kubectl -n prod delete statefulset/db --cascade=orphan",
    "kubectl apply -n prod -f new.yaml",
    `for i in $(seq 0 ${last}); do kubectl -n prod delete pod/db-$i && kubectl -n prod wait --for=create pod/db-$i --timeout=5m && kubectl -n prod wait --for=condition=Ready pod/db-$i --timeout=15m || break; done`,
  ]);
  for (const { steps } of ways) for (const step of steps) expect(step.expect, step.do).not.toBe("");
  expect(ways[0]?.restarts.byHand).toEqual(Array.from({ length: replicas }, (_, index) => `db-${index}`));
  expect(ways[1]?.restarts.byHand).toHaveLength(replicas);
  expect(ways[0]?.result.claims.stranded).toHaveLength(replicas);
  expect(planText(made).length).toBeLessThan(9000);
  expect(planHtml(made).length).toBeLessThan(25_000);
});

test("Of more pods than are spelt out it is said how to see the ways", () => {
  for (const replicas of [5001, 2_147_483_647]) {
    const { ways, notes } = planned({ replicas, claims: [{ name: "store" }] }, { replicas });
    expect(ways).toEqual([]);
    expect(notes.join()).toContain("plan both sides with `replicas: 5000` to see them");
  }
});

/** What a way tells of pods and claims, against what its commands do to each pod of the whole set. */
function expectFollowed(way: ReturnType<typeof waysThrough>[number], old: SetManifest, next: SetManifest): void {
  expect([way.proved, way.dropped]).toEqual([true, 0]);
  const run = new WayRun(old, next);
  const before = new Set(run.step.pods.map(({ name }) => name));
  run.begin();
  for (const { commands } of way.steps) for (const command of commands) run.run(command);
  const touched = new Set(run.done.map(({ pod }) => pod));
  const anew = new Set(run.done.flatMap((action) => (action.do === "create" ? [action.pod] : [])));
  const { rolled, byHand, stay } = way.restarts;
  const { pods, claims } = way.result;
  expect([...rolled, ...byHand].sort()).toEqual([...anew].filter((pod) => before.has(pod)).sort());
  expect([...stay].sort()).toEqual(pods.filter((pod) => before.has(pod) && !touched.has(pod)).sort());
  expect(run.step.pods.map(({ name }) => name).sort()).toEqual([...pods].sort());
  expect(run.step.claims.map(({ name }) => name).sort()).toEqual(
    [...claims.kept, ...claims.created, ...claims.stranded].sort(),
  );
}

test("What few pods play is what whole sets do: every command of every way, run on each pod", () => {
  const set = fc.record({
    replicas: fc.integer({ min: 101, max: 112 }),
    start: fc.constantFrom(0, 1, 7, 106),
    image: fc.constantFrom("app:1", "app:2"),
    serviceName: fc.constantFrom("db", "db-headless"),
    podManagementPolicy: fc.constantFrom("OrderedReady", "Parallel"),
    updateStrategy: fc.constantFrom(
      { type: "OnDelete" },
      { type: "RollingUpdate" },
      { type: "RollingUpdate", rollingUpdate: { partition: 50 } },
      { type: "RollingUpdate", rollingUpdate: { partition: 109 } },
      { type: "RollingUpdate", rollingUpdate: { partition: 2, maxUnavailable: "25%" } },
    ),
    retention: fc.record({
      whenScaled: fc.constantFrom("Retain", "Delete"),
      whenDeleted: fc.constantFrom("Retain", "Delete"),
    }),
    labels: fc.constantFrom({ app: "db" }, { app: "db", tier: "store" }),
    claims: fc.subarray([{ name: "data" }, { name: "wal", size: "2Gi", labels: { chart: "db-1" } }]),
  });
  fc.assert(
    fc.property(
      set,
      fc.oneof({ weight: 3, arbitrary: set.map(({ replicas: _, start: __, ...rest }) => rest) }, set),
      (one, other) => {
        const [old, next] = [statefulSet(one), statefulSet({ ...one, ...other })];
        for (const way of waysThrough(old, next)) expectFollowed(way, old, next);
      },
    ),
    // One pair takes seconds: a failure is told as it is.
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);

test("Each is replaced in the order in which the controller does it", () => {
  const [old, next] = [
    statefulSet({ replicas: 120 }),
    statefulSet({ replicas: 120, serviceName: "x", image: "app:2" }),
  ];
  const [way] = waysThrough(old, next);
  expect(way?.restarts.rolled).toEqual(Array.from({ length: 120 }, (_, index) => `db-${119 - index}`));
});

test("A claim of one pod that a volume names is that pod's, however many play", () => {
  const withVolume = (options: SetOptions) => {
    const set = statefulSet(options);
    const template = set.spec.template as { spec: object };
    const volumes = [{ name: "first", persistentVolumeClaim: { claimName: "data-db-57" } }];
    return { ...set, spec: { ...set.spec, template: { ...template, spec: { ...template.spec, volumes } } } };
  };
  const [old, next] = [statefulSet({ replicas: 120 }), withVolume({ replicas: 120, claims: [] })];
  const [way] = waysThrough(old, next);
  expect(way?.proved).toBe(true);
  expect(way?.result.claims.kept).toEqual(["data-db-57"]);
  if (way !== undefined) expectFollowed(way, old, next);
});

test("A loop does in a shell what it comes to here", () => {
  const old = statefulSet({ namespace: "prod", replicas: 103, start: 9, claims: [{ name: "data" }, { name: "wal" }] });
  const label = { note: "a && b | it's $i" };
  const next = statefulSet({
    namespace: "prod",
    replicas: 103,
    start: 9,
    claims: [{ name: "data", size: "5Gi", labels: label }, { name: "log" }],
  });
  const commands = waysThrough(old, next).flatMap(({ steps }) => steps.flatMap((step) => step.commands));
  const loops = commands.filter((command) => /^(for|seq) /.test(command));
  expect(loops.length).toBeGreaterThan(3);
  for (const loop of loops) {
    // Each call prints its words, one a line, and a line that ends it.
    const kubectl = 'kubectl() { printf "%s\\n" "$@" --; }\n';
    const script = loop.includes("| xargs kubectl ")
      ? loop.replace("xargs kubectl ", "xargs printf '%s\\n' ")
      : kubectl + loop;
    const calls = execFileSync("sh", ["-c", script], { encoding: "utf8" })
      .split("\n")
      .filter((word) => word !== "--");
    expect(calls.join("\n").trim()).toBe([...unrolled(loop)].flatMap((line) => shellWords(line).slice(1)).join("\n"));
  }
});
