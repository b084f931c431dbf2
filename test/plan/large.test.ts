import { describe, expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { readControlledSet } from "../../src/plan/controlled-set.ts";
import { haltOf } from "../../src/plan/halt.ts";
import { largeHalt } from "../../src/plan/large-halt.ts";
import { rangesOf } from "../../src/plan/large-set.ts";
import { Rollout } from "../../src/plan/rollout.ts";
import { setUpdate } from "../../src/plan/set-update.ts";
import { storedSet } from "../../src/plan/stored-set.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { planMermaid } from "../../src/report/plan/mermaid.ts";
import { planText } from "../../src/report/plan/text.ts";
import fc from "../properties.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

function planned(next: SetOptions, old?: SetOptions) {
  const input = (options: SetOptions) => [
    { name: "input.yaml", text: JSON.stringify(statefulSet({ namespace: "prod", ...options })) },
  ];
  const made = plan(input(next), old === undefined ? {} : { against: input(old) });
  const [set] = made.statefulSets;
  if (set === undefined) throw new Error("no StatefulSet was planned");
  return { made, set };
}

function ranges({ set }: ReturnType<typeof planned>) {
  return set.steps.map(
    ({ range, atATime, actions }) =>
      `${actions[0]?.because}: ${range?.first} to ${range?.last}, ${range?.pods} pods, ${atATime} at a time`,
  );
}

describe.each([1000, 5000])("A set of %d pods", (replicas) => {
  const update = planned({ replicas, image: "app:2" }, { replicas });

  test("is updated in one range from the highest pod down, and every pod and claim is accounted for", () => {
    expect(update.set.outcome).toBe("update");
    expect(ranges(update)).toEqual([`update: db-${replicas - 1} to db-0, ${replicas} pods, 1 at a time`]);
    expect(update.set.counts).toEqual({
      pods: replicas,
      claims: { created: 0, kept: replicas, stranded: 0, deleted: 0 },
      restarted: replicas,
      held: 0,
    });
    expect(update.set.pods.at(-1)).toEqual({
      name: `db-${replicas - 1}`,
      revision: "r2",
      dnsName: `db-${replicas - 1}.db.prod.svc`,
      claims: [`data-db-${replicas - 1}`],
    });
    expect(update.set.restarts?.pods.slice(0, 2)).toEqual([`db-${replicas - 1}`, `db-${replicas - 2}`]);
    expect(update.set.claims).toHaveLength(replicas);
  });

  test("is short in text, Mermaid and HTML, which all name the whole range", () => {
    const text = planText(update.made);
    expect(text).toContain(`update in ${replicas} batches`);
    expect(text).toContain(`delete and create db-${replicas - 1} … db-0 (${replicas} pods, update), 1 at a time`);
    expect(text).toContain(`db-0 … db-${replicas - 1} (${replicas})  r2  db-0.db.prod.svc …  data-db-0 …`);
    expect(text).toContain(`data-db-0 … data-db-${replicas - 1} (${replicas})  1Gi  kept`);
    expect(planMermaid(update.made)).toContain(
      `  section db-${replicas - 1} to db-0\n    delete and create ${replicas} pods update :active, 0, ${replicas * 30}\n`,
    );
    const html = planHtml(update.made);
    expect(html).toContain(`<td>db-0 … db-${replicas - 1} (${replicas})</td>`);
    for (const page of [text, planMermaid(update.made), html]) {
      expect(page).not.toContain("nothing is touched");
      expect(page.length).toBeLessThan(12_000);
    }
  });

  test("scales, is installed, is held back and is left alone as smaller ones are", () => {
    expect(ranges(planned({ replicas: replicas + 10 }, { replicas }))).toEqual([
      `scale-up: db-${replicas} to db-${replicas + 9}, 10 pods, 1 at a time`,
    ]);
    const down = planned({ replicas: 3, retention: { whenScaled: "Delete" } }, { replicas });
    expect(ranges(down)).toEqual([`scale-down: db-${replicas - 1} to db-3, ${replicas - 3} pods, 1 at a time`]);
    expect(down.set.counts?.claims).toMatchObject({ kept: 3, deleted: replicas - 3 });
    expect(down.set.consequences.map(({ kind, severity }) => [kind, severity])).toEqual([["data-lost", "error"]]);
    expect(planText(down.made)).toContain("\n  deleted with their data: data-db-3, data-db-4,");
    expect(ranges(planned({ replicas, podManagementPolicy: "Parallel" }))).toEqual([
      `install: db-0 to db-${replicas - 1}, ${replicas} pods, ${replicas} at a time`,
    ]);
    const updateStrategy = { rollingUpdate: { partition: replicas - 2 } };
    const held = planned({ replicas, updateStrategy, image: "app:2" }, { replicas, updateStrategy });
    expect(ranges(held)).toEqual([`update: db-${replicas - 1} to db-${replicas - 2}, 2 pods, 1 at a time`]);
    expect(held.set.counts).toMatchObject({ restarted: 2, held: replicas - 2 });
    expect(held.set.pods[0]).toMatchObject({ revision: "r1", behind: "partition" });
    expect(planned({ replicas }, { replicas }).set.outcome).toBe("unchanged");
  });

  test("that is refused keeps its pods, and says where no way through was worked out", () => {
    const { set } = planned({ replicas: replicas + 10, claims: [{ name: "wal" }] }, { replicas });
    expect(set.outcome).toBe("refused");
    expect(set.counts).toMatchObject({ pods: replicas, claims: { kept: replicas } });
    expect(set.pods[0]?.claims).toEqual(["data-db-0"]);
    expect(set.notes.join().includes("ways through a refusal are worked out for sets of at most")).toBe(
      replicas === 5000,
    );
    expect(set.refused?.waysThrough.map(({ proved }) => proved)).toEqual(replicas === 5000 ? [] : [true, true]);
  });
});

test("What becomes of new pods that do not become ready is told of a large set as of a small one", () => {
  const { made, set } = planned({ replicas: 5000, image: "app:2" }, { replicas: 5000 });
  expect(set.ifNotReady).toMatchObject({ notReady: ["db-4999"], missing: [], revertHeals: false });
  expect(set.ifNotReady?.untouched).toHaveLength(4999);
  expect(set.ifNotReady?.byHand).toEqual(["kubectl -n prod delete pod/db-4999"]);
  expect(planText(made)).toContain("it stops with db-4999 not ready; db-0, db-1,");
  expect(set.notes.join()).not.toContain("not worked out");
  const first = planned({ replicas: 2000, podManagementPolicy: "Parallel" });
  expect(first.set.ifNotReady?.notReady).toHaveLength(2000);
  expect(first.set.ifNotReady?.byHand.length).toBeLessThan(2);
  // Nothing is created, nothing can fail to become ready.
  const down = planned({ replicas: 3 }, { replicas: 2000 }).set;
  expect([down.ifNotReady, down.notes.join().includes("not worked out")]).toEqual([undefined, false]);
  expect(planned({ replicas: 6000, image: "app:2" }, { replicas: 6000 }).set.notes.join()).toContain(
    "plan the same change with fewer replicas",
  );
});

test("What few pods show of a halt is what whole sets do", () => {
  const one = fc.record({
    replicas: fc.integer({ min: 101, max: 112 }),
    start: fc.constantFrom(0, 0, 3),
    image: fc.constantFrom("app:1", "app:2"),
  });
  const same = fc.record({
    podManagementPolicy: fc.constantFrom("OrderedReady", "Parallel"),
    updateStrategy: fc.constantFrom<object>(
      { type: "OnDelete" },
      { type: "RollingUpdate", rollingUpdate: {} },
      { rollingUpdate: { partition: 50 } },
      { rollingUpdate: { partition: 104, maxUnavailable: 9 } },
      { rollingUpdate: { partition: 2, maxUnavailable: "25%" } },
      { rollingUpdate: { maxUnavailable: 3 } },
      { rollingUpdate: { maxUnavailable: "100%" } },
    ),
  });
  fc.assert(
    fc.property(one, one, same, fc.constantFrom("1.31", "1.36", "1.37"), (was, is, both, kubernetesVersion) => {
      const minor = Number(kubernetesVersion.slice(2)) as 37;
      const { before, after, revision } = setUpdate(
        statefulSet({ ...was, ...both }),
        statefulSet({ ...is, ...both, start: was.start }),
        { minor },
      );
      const ranges = rangesOf(readControlledSet(before), readControlledSet(after), revision.restart, minor, undefined);
      const few = largeHalt({ was: before, next: after, namespace: "prod" }, ranges, { kubernetesVersion });
      if (few === undefined) return;
      const whole = haltOf({ old: before, next: after }, { kubernetesVersion }, "prod");
      const sorted = ({ notReady, untouched, missing, waits, revertHeals, byHand }: NonNullable<typeof whole>) => ({
        pods: [notReady, untouched, missing].map((names) => [...names].sort()),
        waits,
        revertHeals,
        byHand: byHand.length,
      });
      expect(sorted(few)).toEqual(sorted(whole ?? few));
    }),
    { numRuns: 40 },
  );
}, 120_000);

test("Beyond 5,000 pods all are counted, and some are named", () => {
  const { made, set } = planned({ replicas: 7000, image: "app:2" }, { replicas: 6000 });
  expect(set.counts).toMatchObject({ pods: 7000, claims: { kept: 6000, created: 1000 }, restarted: 6000 });
  expect(set.pods).toHaveLength(5000);
  expect(set.restarts?.pods[0]).toBe("db-5999");
  const text = planText(made);
  expect(text).toContain("7000 pods at the end");
  expect(text).toContain("and 2000 more");
  expect(planned({ replicas: 7000 }, { replicas: 6000 }).set.outcome).toBe("update");
  // As many as the API server takes.
  for (const claims of [[{ name: "data" }], []])
    expect(planned({ replicas: 2_147_483_647, claims }).set.counts?.pods).toBe(2_147_483_647);
});

test("Ranges are what the controller does: of small sets as the state machine shows it", () => {
  const side = fc.record({
    replicas: fc.integer({ min: 1, max: 7 }),
    start: fc.integer({ min: 0, max: 4 }),
    image: fc.constantFrom("app:1", "app:2"),
  });
  const strategy = fc.constantFrom<object>(
    {},
    { type: "RollingUpdate" },
    { type: "OnDelete" },
    { rollingUpdate: { partition: 2 } },
    { rollingUpdate: { partition: 9 } },
  );
  fc.assert(
    fc.property(side, side, strategy, (was, is, updateStrategy) => {
      const [old, next] = [was, is].map((one) => storedSet(statefulSet({ ...one, updateStrategy })));
      // Where `type: RollingUpdate` stands alone and the first ordinal moves, who is created old depends on the order.
      fc.pre(was.start === is.start || !("type" in updateStrategy));
      const rollout = new Rollout();
      rollout.settle(old ?? {});
      const step = rollout.restore(next ?? {});
      const shown = rangesOf(
        readControlledSet(old),
        readControlledSet(next),
        was.image !== is.image,
        37,
        undefined,
      ).flatMap(({ from, to, goesDown, actions }) => {
        const ordinals = Array.from({ length: to - from + 1 }, (_, index) => (goesDown ? to - index : from + index));
        return ordinals.flatMap((ordinal) => actions.map((action) => ({ ...action, pod: `db-${ordinal}` })));
      });
      expect(shown).toEqual(step.batches.flat());
    }),
    { numRuns: 150 },
  );
});
