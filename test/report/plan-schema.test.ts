import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { type Plan, plan, plans } from "../../src/index.ts";
import { statefulSet } from "../plan/sets.ts";
import { shared } from "../shared.ts";

const schema = JSON.parse(readFileSync(new URL("../../schemas/plan.schema.json", import.meta.url), "utf8")) as object;
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

/** What the schema has against a value, as text: empty where it says nothing. */
function faults(made: unknown): string {
  return validate(JSON.parse(JSON.stringify(made))) ? "" : JSON.stringify(validate.errors).slice(0, 600);
}

/** The plan of one version, as it stands in one of several. */
function alone({ kubernetesVersions: _, ...each }: Plan & { readonly kubernetesVersions: readonly string[] }): Plan {
  return each;
}

function file(path: string | URL) {
  return [{ name: String(path), text: readFileSync(path, "utf8") }];
}

const example = (name: string) => file(new URL(`../../examples/${name}`, import.meta.url));
const refused = plan(example("upgrade/next.yaml"), { against: example("upgrade/now.yaml") });

describe("schemas/plan.schema.json", () => {
  test("describes the plans of the examples", () => {
    for (const made of [
      plan(example("python-app.yaml")),
      plan(example("upgrade/next.yaml")),
      refused,
      plan(example("python-app.yaml"), { against: example("upgrade/now.yaml") }),
      plan([]),
      plans(example("python-app.yaml"), { kubernetesVersion: "1.31..1.37" }),
      plans(example("upgrade/next.yaml"), { against: example("upgrade/now.yaml"), kubernetesVersion: "1.30..1.37" }),
    ])
      expect(faults(made)).toBe("");
  });

  test("describes what a cluster shows, sets that vanish or are held back, and texts that cannot be read", () => {
    const input = (...manifests: readonly object[]) => [
      { name: "x", text: manifests.map((one) => `---\n${JSON.stringify(one)}\n`).join("") },
    ];
    const pod = (name: string, revision: string, status: object) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name,
        labels: { app: "db", "controller-revision-hash": revision },
        ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "db", uid: "1", controller: true }],
      },
      status,
    });
    const live = statefulSet({ replicas: 2 });
    const cluster = input(
      {
        ...live,
        metadata: { ...live.metadata, uid: "1" },
        status: { currentRevision: "db-1", updateRevision: "db-2" },
      },
      pod("db-0", "db-1", { phase: "Running", conditions: [{ type: "Ready", status: "True" }] }),
      pod("db-1", "db-2", {
        phase: "Pending",
        conditions: [{ type: "Ready", status: "False" }],
        containerStatuses: [{ name: "c", state: { waiting: { reason: "ImagePullBackOff" } } }],
      }),
    );
    const starting = plan(input(statefulSet({ replicas: 2, image: "app:3" })), { against: cluster });
    expect(starting.statefulSets[0]?.startsFrom?.byHand).toHaveLength(1);
    const held = { updateStrategy: { type: "OnDelete" } };
    const waiting = plan(input(statefulSet({ ...held, image: "app:2" })), { against: input(statefulSet(held)) });
    expect(waiting.statefulSets[0]?.restarts?.held).toHaveLength(3);
    const gone = plan(input(statefulSet({ name: "store", image: "app:2" })), { against: input(statefulSet()) });
    expect(gone.vanished[0]?.renamedTo).toBe("store");
    const large = plan(input(statefulSet({ replicas: 1200, image: "app:2" })), {
      against: input(statefulSet({ replicas: 1000 })),
    });
    expect(large.statefulSets[0]?.counts?.pods).toBe(1200);
    const unread = plan([{ name: "x", text: "a: [\n" }]);
    expect(unread.problems).toHaveLength(1);
    for (const made of [starting, waiting, gone, large, unread]) expect(faults(made)).toBe("");
  });

  test("has no room for what no plan says, anywhere", () => {
    const objects: Record<string, unknown>[] = [];
    const collect = (value: unknown, key?: string): void => {
      // What a manifest holds can be anything.
      if (key === "from" || key === "to" || typeof value !== "object" || value === null) return;
      if (!Array.isArray(value)) objects.push(value as Record<string, unknown>);
      for (const [each, child] of Object.entries(value)) collect(child, each);
    };
    const made: unknown = JSON.parse(JSON.stringify(refused));
    collect(made);
    expect(objects.length).toBeGreaterThan(15);
    for (const object of objects) {
      object.surprise = true;
      expect(validate(made)).toBe(false);
      delete object.surprise;
    }
    expect(validate(made)).toBe(true);
  });

  test("asks for all that every plan has", () => {
    const lacking = (made: object) =>
      Object.keys(made).filter((key) =>
        validate(Object.fromEntries(Object.entries(made).filter(([is]) => is !== key))),
      );
    expect(lacking(refused)).toEqual([]);
    expect(lacking(plans(example("python-app.yaml"), { kubernetesVersion: "1.36..1.37" }))).toEqual([]);
  });
});

const folder = shared("corpus/upgrades");

test.skipIf(folder === undefined)(
  "The plan of every upgrade of a public chart is as the schema says, for one version and for two",
  { timeout: 600_000 },
  () => {
    const pairs = readdirSync(folder ?? "", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(pairs.length).toBeGreaterThan(100);
    for (const { name } of pairs) {
      const made = plans(file(`${folder}/${name}/new.yaml`), {
        against: file(`${folder}/${name}/old.yaml`),
        kubernetesVersion: "1.32,1.37",
      });
      expect([name, faults(made), ...made.plans.map((each) => faults(alone(each)))]).toEqual([
        name,
        "",
        ...made.plans.map(() => ""),
      ]);
    }
  },
);
