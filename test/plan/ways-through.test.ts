import { describe, expect, test } from "vitest";
import { parseMinor } from "../../src/model/kubernetes-version.ts";
import { Rollout } from "../../src/plan/rollout.ts";
import { WayRun } from "../../src/plan/way-run.ts";
import type { WayThrough } from "../../src/plan/way-types.ts";
import { waysThrough } from "../../src/plan/ways-through.ts";
import fc from "../properties.ts";
import { type SetManifest, type SetOptions, statefulSet } from "./sets.ts";

const kinds: Record<string, { readonly change: SetOptions; readonly from?: SetOptions; readonly version?: string }> = {
  "another serviceName": { change: { serviceName: "db-headless" } },
  "another serviceName and a new image": { change: { serviceName: "db-headless", image: "app:2" } },
  "another podManagementPolicy": { change: { podManagementPolicy: "Parallel" } },
  "another selector": { change: { labels: { app: "db", tier: "store" }, image: "app:2" } },
  "larger claims": { change: { claims: [{ name: "data", size: "5Gi" }] } },
  "smaller claims": { change: { claims: [{ name: "data", size: "500Mi" }] } },
  "an attributes class": { change: { claims: [{ name: "data", attributes: "gold" }] } },
  "an attributes class before 1.34": { change: { claims: [{ name: "data", attributes: "gold" }] }, version: "1.33" },
  "another attributes class and larger claims": {
    change: { claims: [{ name: "data", attributes: "gold", size: "5Gi" }] },
    from: { claims: [{ name: "data", attributes: "silver" }] },
  },
  "no attributes class any more": {
    change: { claims: [{ name: "data" }] },
    from: { claims: [{ name: "data", attributes: "silver" }] },
  },
  "a label on the claims": { change: { claims: [{ name: "data", labels: { chart: "db-2.0.0" } }] } },
  "a renamed claim": { change: { claims: [{ name: "store" }] } },
  "one more claim": { change: { claims: [{ name: "data" }, { name: "wal" }], image: "app:2" } },
  "one claim less": {
    change: { claims: [{ name: "data" }], image: "app:2" },
    from: { claims: [{ name: "data" }, { name: "wal" }] },
  },
  "no claims any more": { change: { claims: [] } },
  "revisionHistoryLimit before 1.33": { change: { revisionHistoryLimit: 3 }, version: "1.32" },
};

const settings: Record<string, SetOptions> = {
  OrderedReady: {},
  Parallel: { podManagementPolicy: "Parallel" },
  "claims deleted when scaled": { retention: { whenScaled: "Delete", whenDeleted: "Retain" } },
  "claims deleted when the set is": { retention: { whenScaled: "Retain", whenDeleted: "Delete" } },
  OnDelete: { updateStrategy: { type: "OnDelete" } },
  "ordinals from 5": { start: 5 },
  "a partition": { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } },
};

/** What a way says of itself, against what its commands did on the state machine. */
function prove(way: WayThrough, old: SetManifest, next: SetManifest, version: string): Set<string> {
  expect(way.proved, `${way.kind}: ${way.summary}`).toBe(true);
  expect(way.dropped).toBe(0);
  for (const step of way.steps) expect(step.expect, step.do).not.toBe("");
  const run = new WayRun(old, next, { kubernetesVersion: version });
  const known = run.step.claims.map(({ name }) => name);
  run.begin();
  for (const command of way.steps.flatMap(({ commands }) => commands)) run.run(command);
  const created = new Set(run.done.filter((action) => action.do === "create").map(({ pod }) => pod));
  const { pods, claims } = way.result;
  expect(run.step.stuck).toBe(false);
  expect(run.step.pods.map(({ name }) => name).sort()).toEqual([...pods].sort());
  expect(run.step.claims.map(({ name }) => name).sort()).toEqual(
    [...claims.kept, ...claims.created, ...claims.stranded].sort(),
  );
  expect([...claims.kept, ...claims.stranded, ...claims.deleted].sort()).toEqual([...known].sort());
  const replaced = [...created].filter((pod) => way.result.pods.includes(pod));
  const told = [...way.restarts.rolled, ...way.restarts.byHand];
  for (const pod of replaced)
    expect([...told, ...way.result.pods.filter((name) => !podsBefore(old).has(name))]).toContain(pod);
  return created;
}

function podsBefore(old: SetManifest): Set<string> {
  return new Set(new WayRun(old, old).step.pods.map(({ name }) => name));
}

describe.each(Object.entries(settings))("%s", (_setting, setting) => {
  const changing = Object.entries(kinds).filter(
    ([, { change }]) => !(setting.podManagementPolicy && change.podManagementPolicy),
  );
  test.each(changing)(
    "%s: each way through ends with the pods and claims it promises",
    (kind, { change, from, version = "1.37" }) => {
      const old = statefulSet({ ...setting, ...from });
      const next = statefulSet({ ...setting, ...from, ...change });
      const ways = waysThrough(old, next, { minor: parseMinor(version) });
      expect(ways.length).toBeGreaterThan(0);
      for (const way of ways) {
        const created = prove(way, old, next, version);
        // A pod's subdomain never changes, so a new serviceName asks for new pods.
        if (kind.includes("serviceName")) expect([...created].sort()).toEqual([...way.result.pods].sort());
      }
    },
  );
});

test("Changes of several kinds at once, with scaling: every way still keeps its promise", () => {
  const set = fc.record({
    replicas: fc.integer({ min: 0, max: 4 }),
    start: fc.constantFrom(0, 1, 9),
    image: fc.constantFrom("app:1", "app:2"),
    serviceName: fc.constantFrom("db", "db-headless"),
    podManagementPolicy: fc.constantFrom("OrderedReady", "Parallel"),
    updateStrategy: fc.constantFrom(
      { type: "OnDelete" },
      { type: "RollingUpdate" },
      { type: "RollingUpdate", rollingUpdate: { partition: 1 } },
      { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 2 } },
    ),
    retention: fc.record({
      whenScaled: fc.constantFrom("Retain", "Delete"),
      whenDeleted: fc.constantFrom("Retain", "Delete"),
    }),
    labels: fc.constantFrom({ app: "db" }, { app: "db", tier: "store" }),
    claims: fc.subarray([{ name: "data" }, { name: "wal", size: "2Gi" }, { name: "tmp" }]),
  });
  fc.assert(
    fc.property(set, set, (one, other) => {
      const [old, next] = [statefulSet(one), statefulSet(other)];
      for (const way of waysThrough(old, next)) prove(way, old, next, "1.37");
    }),
    { numRuns: 400 },
  );
});

test("Deleting the pods by hand is no ornament: without it a renamed claim never reaches the pods", () => {
  const [old, next] = [statefulSet(), statefulSet({ claims: [{ name: "store" }] })];
  const rollout = new Rollout();
  rollout.apply(old);
  rollout.deleteSet({ orphan: true });
  const step = rollout.apply(next);
  expect(step.claims.map(({ name }) => name)).toEqual(["data-db-0", "data-db-1", "data-db-2", "store-db-0"]);
  expect(rollout.waits).toEqual([{ reason: "claims-differ", pod: "db-0" }]);
  rollout.deletePod("db-2");
  expect(rollout.waits).toEqual([{ reason: "claims-differ", pod: "db-0" }]);
});

test("Commands name this release: namespace, set, claims and sizes, each safe in a shell", () => {
  const old = statefulSet({ namespace: "prod" });
  const next = statefulSet({ namespace: "prod", claims: [{ name: "data", size: "5Gi" }] });
  const [way] = waysThrough(old, next);
  expect(way?.steps.flatMap(({ commands }) => commands)).toEqual([
    ...["data-db-0", "data-db-1", "data-db-2"].map(
      (claim) =>
        `kubectl -n prod patch pvc/${claim} --type=merge -p '{"spec":{"resources":{"requests":{"storage":"5Gi"}}}}'`,
    ),
    "kubectl -n prod delete statefulset/db --cascade=orphan",
    "kubectl apply -n prod -f new.yaml",
  ]);
  for (const step of way?.steps ?? []) expect(step.verify.length).toBeGreaterThan(0);
});

test("A size that is no size cannot leave its quotes", () => {
  const next = statefulSet({ claims: [{ name: "data", labels: { "a'; reboot; '": "$(reboot)" } }] });
  const commands = waysThrough(statefulSet(), next).flatMap(({ steps }) => steps.flatMap((step) => step.commands));
  expect(commands.join("\n")).toContain(`'a'\\''; reboot; '\\''=$(reboot)'`);
});

test("A name that is no Kubernetes name gets no commands", () => {
  const name = "db; rm -rf ~";
  expect(waysThrough(statefulSet({ name }), statefulSet({ name, serviceName: "x" }))).toEqual([]);
});

test("Where nothing immutable changes there is nothing to get through", () => {
  expect(waysThrough(statefulSet(), statefulSet({ image: "app:2", replicas: 9 }))).toEqual([]);
});
