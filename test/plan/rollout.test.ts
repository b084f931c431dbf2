import { describe, expect, test } from "vitest";
import { Rollout, type Step } from "../../src/plan/rollout.ts";
import fc from "../properties.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

function told(step: Step): string[][] {
  return step.batches.map((batch) => batch.map((each) => `${each.do} ${each.pod}@${each.revision}`));
}

const policies = ["OrderedReady", "Parallel"];

describe("Going back", () => {
  test("a template that was there before gets its old revision back", () => {
    const rollout = new Rollout();
    for (const image of ["app:1", "app:2", "app:1"]) rollout.apply(statefulSet({ image }));
    expect(rollout.deletePod("db-0").pods[0]).toEqual({ name: "db-0", revision: "r1", ready: true });
  });

  test("what Kubernetes' defaults or canonical amounts make equal is no new revision", () => {
    const rollout = new Rollout();
    rollout.apply(statefulSet({ probes: { resources: { limits: { memory: "1024Mi", cpu: 1 } } } }));
    const same = { resources: { limits: { memory: "1Gi", cpu: "1000m" } }, imagePullPolicy: "IfNotPresent", env: [] };
    expect(rollout.apply(statefulSet({ probes: same })).batches).toEqual([]);
  });

  test("with OrderedReady a broken pod stays broken until it is deleted by hand", () => {
    const rollout = new Rollout({ becomesReady: ({ revision }) => revision !== "r2" });
    rollout.apply(statefulSet());
    expect(rollout.apply(statefulSet({ image: "app:2" })).stuck).toBe(true);
    const reverted = rollout.apply(statefulSet());
    expect(reverted.stuck).toBe(true);
    expect(reverted.batches).toEqual([]);
    expect(rollout.waits).toEqual([{ reason: "not-ready", pod: "db-2" }]);
    expect(rollout.deletePod("db-2").stuck).toBe(false);
  });
});

describe("Strategies", () => {
  test("Recreate ends every old pod before the first new one, where its gate is on", () => {
    const updateStrategy = { type: "Recreate" };
    const rollout = new Rollout({ featureGates: { StatefulSetRecreateStrategy: true } });
    rollout.apply(statefulSet({ updateStrategy, replicas: 2 }));
    expect(told(rollout.apply(statefulSet({ updateStrategy, replicas: 2, image: "app:2" })))).toEqual([
      ["delete db-0@r1", "delete db-1@r1"],
      ["create db-0@r2"],
      ["create db-1@r2"],
    ]);
  });

  test("Recreate gets past pods that never become ready", () => {
    const updateStrategy = { type: "Recreate" };
    const becomesReady = ({ revision }: { revision: string }) => revision !== "r1";
    const rollout = new Rollout({ featureGates: { StatefulSetRecreateStrategy: true }, becomesReady });
    expect(rollout.apply(statefulSet({ updateStrategy })).stuck).toBe(true);
    expect(rollout.apply(statefulSet({ updateStrategy, image: "app:2" })).stuck).toBe(false);
  });

  test("maxUnavailable counts from 1.37 on, or with the gate", () => {
    const updateStrategy = { rollingUpdate: { maxUnavailable: 2 } };
    const firstBatch = (kubernetesVersion: string, featureGates = {}) => {
      const rollout = new Rollout({ kubernetesVersion, featureGates });
      rollout.apply(statefulSet({ updateStrategy }));
      return told(rollout.apply(statefulSet({ updateStrategy, image: "app:2" })))[0];
    };
    expect(firstBatch("1.37")).toEqual(["delete db-1@r1", "delete db-2@r1"]);
    expect(firstBatch("1.36")).toEqual(["delete db-2@r1"]);
    expect(firstBatch("1.34", { MaxUnavailableStatefulSet: true })).toEqual(["delete db-1@r1", "delete db-2@r1"]);
  });

  test("OnDelete updates the pod that somebody deletes, and no other", () => {
    const updateStrategy = { type: "OnDelete" };
    const rollout = new Rollout();
    rollout.apply(statefulSet({ updateStrategy }));
    expect(rollout.apply(statefulSet({ updateStrategy, image: "app:2" })).batches).toEqual([]);
    expect(rollout.waits).toEqual([{ reason: "on-delete" }]);
    expect(rollout.deletePod("db-1").pods.map(({ revision }) => revision)).toEqual(["r1", "r2", "r1"]);
  });
});

test("Parallel with a bare type: RollingUpdate can go in circles, and that is said", () => {
  const bare = { podManagementPolicy: "Parallel", updateStrategy: { type: "RollingUpdate" } };
  const rollout = new Rollout();
  rollout.apply(statefulSet({ ...bare, replicas: 1, start: 1 }));
  // The new pod below the old one is created at the old revision, and deleted for it before it is ready.
  rollout.apply(statefulSet({ ...bare, replicas: 2, image: "app:2" }));
  expect(rollout.waits).toEqual([{ reason: "endless", pod: "db-0" }]);
});

describe("Objects that are in the way", () => {
  test("pods that the new selector does not match keep their names from the new set", () => {
    const rollout = new Rollout();
    rollout.apply(statefulSet({ replicas: 1 }));
    rollout.deleteSet({ orphan: true });
    expect(rollout.apply(statefulSet({ replicas: 1, labels: { app: "other" } })).batches).toEqual([]);
    expect(rollout.waits).toEqual([{ reason: "name-taken", pod: "db-0" }]);
    expect(told(rollout.deletePod("db-0"))).toEqual([["delete db-0@r1"], ["create db-0@r2"]]);
  });

  test("deleting what is not there is refused in the server's words", () => {
    const rollout = new Rollout();
    expect(rollout.deletePod("db-7").refused).toBe('pods "db-7" not found');
    expect(rollout.deleteSet({ name: "db" }).refused).toBe('statefulsets.apps "db" not found');
  });

  test("scaling down under whenScaled: Delete deletes the claims of the pods that go, and no others", () => {
    const retention = { whenScaled: "Delete" };
    const rollout = new Rollout();
    rollout.apply(statefulSet({ replicas: 3, retention }));
    const step = rollout.apply(statefulSet({ replicas: 1, retention }));
    expect(step.claims).toEqual([{ name: "data-db-0" }]);
  });

  test("deleting the set deletes its claims under whenDeleted: Delete, but not when its pods are orphaned", () => {
    for (const orphan of [false, true]) {
      const rollout = new Rollout();
      rollout.apply(statefulSet({ replicas: 1, retention: { whenDeleted: "Delete" } }));
      expect(rollout.deleteSet({ orphan }).claims).toEqual(orphan ? [{ name: "data-db-0" }] : []);
    }
  });
});

describe("Hostile input", () => {
  test.each([
    ["nothing", undefined],
    ["a text", "kind: StatefulSet"],
    ["a list", []],
    ["another kind", { apiVersion: "apps/v1", kind: "Deployment" }],
    ["a billion pods", statefulSet({ replicas: 1_000_000_000 })],
  ])("%s is refused and changes nothing", (_name, value) => {
    const rollout = new Rollout();
    expect(rollout.apply(value)).toMatchObject({ refused: expect.any(String), batches: [], pods: [], claims: [] });
  });

  test("a value that holds itself, or shares its parts a billionfold, is refused", () => {
    const loop: Record<string, unknown> = { kind: "StatefulSet" };
    loop.spec = loop;
    let bomb: unknown[] = ["x"];
    for (let i = 0; i < 40; i++) bomb = [bomb, bomb];
    const rollout = new Rollout();
    expect(rollout.apply(loop).refused).toBeDefined();
    expect(rollout.apply({ spec: { template: bomb } }).refused).toBeDefined();
  });

  test("any JSON is answered", () => {
    const spec = fc.dictionary(
      fc.constantFrom(
        "replicas",
        "template",
        "ordinals",
        "selector",
        "updateStrategy",
        "volumeClaimTemplates",
        "__proto__",
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 3 }), (specs) => {
        const rollout = new Rollout();
        for (const each of specs) {
          const step = rollout.apply({ metadata: { name: "db" }, spec: each });
          expect(Array.isArray(step.batches)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const anySet = fc.record({
  replicas: fc.integer({ min: 0, max: 5 }),
  start: fc.constantFrom(0, 1, 9),
  image: fc.constantFrom("app:1", "app:2", "app:3", "app:broken"),
  updateStrategy: fc.constantFrom<object[]>(
    {},
    { type: "OnDelete" },
    { type: "RollingUpdate" },
    { rollingUpdate: { partition: 2 } },
    { rollingUpdate: { maxUnavailable: "50%" } },
    { rollingUpdate: { partition: 1, maxUnavailable: 3 } },
  ),
  retention: fc.record({
    whenScaled: fc.constantFrom("Retain", "Delete"),
    whenDeleted: fc.constantFrom("Retain", "Delete"),
  }),
});

const healthy = ({ template }: { template: unknown }) => !JSON.stringify(template).includes("broken");

type Move =
  | { readonly kind: "apply"; readonly set: SetOptions }
  | { readonly kind: "delete"; readonly ordinal: number };
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant("apply" as const), set: anySet }),
  fc.record({ kind: fc.constant("delete" as const), ordinal: fc.integer({ min: 0, max: 12 }) }),
);
const gates = fc.constantFrom({ MaxUnavailableStatefulSet: true }, { MaxUnavailableStatefulSet: false });

/** Any course of events, under one policy; `seen` gets each step with the set that is in force. */
function play(seen: (step: Step, set: SetOptions, rollout: Rollout) => void, ready: typeof healthy = healthy): void {
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      gates,
      fc.array(anyMove, { maxLength: 6 }),
      (podManagementPolicy, featureGates, moves) => {
        const rollout = new Rollout({ becomesReady: ready, featureGates });
        let set: SetOptions = {};
        for (const move of moves) {
          if (move.kind === "apply") set = { ...move.set, podManagementPolicy };
          const step =
            move.kind === "apply" ? rollout.apply(statefulSet(set)) : rollout.deletePod(`db-${move.ordinal}`);
          // A bare `type: RollingUpdate` under Parallel may never come to rest, see above.
          if (rollout.waits.some(({ reason }) => reason === "endless")) return;
          if (step.refused === undefined) seen(step, set, rollout);
        }
      },
    ),
    { numRuns: 300 },
  );
}

describe("Whatever happens", () => {
  test("a rollout ends, and where every pod becomes ready it ends with the pods that the set asks for", () => {
    play(
      (step, { replicas = 0, start = 0 }) => {
        expect(step.stuck).toBe(false);
        const wanted = Array.from({ length: replicas }, (_, index) => `db-${start + index}`).sort();
        expect(step.pods.map(({ name }) => name)).toEqual(wanted);
      },
      () => true,
    );
  });

  test("without partition or OnDelete, and with all pods ready, every pod ends on the newest revision", () => {
    play(
      (step, set) => {
        const strategy = JSON.stringify(set.updateStrategy);
        if (strategy.includes("OnDelete") || strategy.includes("partition")) return;
        expect(new Set(step.pods.map(({ revision }) => revision)).size).toBeLessThanOrEqual(1);
      },
      () => true,
    );
  });

  test("with OrderedReady and no maxUnavailable the controller never starts or ends two pods at once", () => {
    play((step, set) => {
      if (set.podManagementPolicy !== "OrderedReady" || JSON.stringify(set.updateStrategy).includes("maxUnavailable"))
        return;
      for (const [index, batch] of step.batches.entries())
        expect(batch.length).toBeLessThanOrEqual(index === 0 ? 2 : 1);
    });
  });

  test("without whenScaled: Delete no claim ever goes, whatever is scaled or deleted", () => {
    const known = new WeakMap<Rollout, Set<string>>();
    play((step, set, rollout) => {
      const claims = new Set(step.claims.map(({ name }) => name));
      const before = known.get(rollout) ?? new Set();
      if (JSON.stringify(set.retention).includes('"whenScaled":"Retain"'))
        expect([...before].filter((name) => !claims.has(name))).toEqual([]);
      known.set(rollout, claims);
    });
  });

  test("every pod has its claim, and every claim's owner is the set or a pod", () => {
    play((step) => {
      const claims = new Set(step.claims.map(({ name }) => name));
      for (const { name } of step.pods) expect(claims.has(`data-${name}`)).toBe(true);
      for (const { owner } of step.claims) expect(["StatefulSet", "Pod", undefined]).toContain(owner?.kind);
    });
  });

  test("applying the same set again changes nothing", () => {
    play((step, set, rollout) => {
      const again = rollout.apply(statefulSet(set));
      expect({ ...again, batches: [] }).toEqual({ ...step, batches: [] });
    });
  });

  test("orphaning a set leaves pods and claims alone; creating it again does too", () => {
    play((step, set, rollout) => {
      const orphaned = rollout.deleteSet({ orphan: true });
      expect(orphaned.batches).toEqual([]);
      expect(orphaned.pods).toEqual(step.pods);
      expect(orphaned.claims.map(({ name }) => name)).toEqual(step.claims.map(({ name }) => name));
      rollout.apply(statefulSet(set));
    });
  });
});

describe("an object that its owner changes between two calls", () => {
  interface Changing {
    spec: { serviceName: string; template: object };
  }
  test.each([
    ["as it is", (set: Changing) => set],
    ["frozen on its surface", (set: Changing) => Object.freeze(set)],
  ])("is compared with what was applied before: %s", (_, given) => {
    const rollout = new Rollout();
    const set = given(structuredClone(statefulSet()) as unknown as Changing);
    rollout.apply(set);
    set.spec.serviceName = "another";
    expect(rollout.apply(set).refused).toContain("spec.serviceName");
  });

  test("may be nested deeper than a stack", () => {
    const rollout = new Rollout();
    let deep: object = {};
    for (let level = 0; level < 20_000; level++) deep = { deep };
    expect(rollout.apply({ ...statefulSet(), unknown: deep }).refused).toBeUndefined();
  });
});
