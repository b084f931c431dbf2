import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { planText } from "../../src/report/plan/text.ts";

const helm = { "app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/instance": "shop" };

function side({ strategy, image = "db:1", replicas = 2 }: { strategy?: object; image?: string; replicas?: number }) {
  const object = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "prod", labels: helm },
    spec: {
      serviceName: "db",
      replicas,
      ...(strategy === undefined ? {} : { updateStrategy: strategy }),
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: `example.com/${image}` }] },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    },
  };
  return [{ name: "set.yaml", text: JSON.stringify(object) }];
}

const onDelete = { type: "OnDelete" };
const filledIn = "spec.updateStrategy.rollingUpdate";

describe("An update to OnDelete past the rollingUpdate that the server filled in", () => {
  test.each(["client", "server"] as const)("has a way through that was gone step by step (%s)", (apply) => {
    const made = plan(side({ strategy: onDelete, image: "db:2", replicas: 3 }), { against: side({}), apply });
    const [set] = made.statefulSets;
    expect(set?.outcome).toBe("refused");
    expect(set?.refused?.errors.map(([, field]) => field)).toEqual([filledIn]);
    const ways = set?.refused?.waysThrough ?? [];
    expect(ways.map(({ kind, proved, dropped }) => [kind, proved, dropped])).toEqual([["patch", true, 0]]);
    expect(ways[0]?.steps.map(({ commands }) => commands)).toEqual([
      [
        `kubectl -n prod patch statefulset/db --type=merge -p '{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}'`,
      ],
      [expect.stringContaining("helm upgrade shop")],
    ]);
    expect(ways[0]?.restarts).toMatchObject({ rolled: [], byHand: [], stay: ["db-0", "db-1"] });
    expect(ways[0]?.result.claims).toMatchObject({ kept: ["data-db-0", "data-db-1"], created: ["data-db-2"] });
    expect(planText(made)).toContain("way through 1 (patch): switch the StatefulSet to OnDelete by hand");
  });

  test("speaks each deployer's language, which keeps still while somebody patches", () => {
    const commands = (deployer: "kubectl" | "flux" | "argocd") =>
      plan(side({ strategy: onDelete }), { against: side({}), deployer })
        .statefulSets[0]?.refused?.waysThrough[0]?.steps.flatMap((step) => step.commands)
        .map((command) => command.split(" ").slice(0, 3).join(" "));
    expect(commands("kubectl")).toEqual(["kubectl -n prod", "kubectl apply -n"]);
    expect(commands("flux")).toEqual(["flux suspend helmrelease", "kubectl -n prod", "flux resume helmrelease"]);
    expect(commands("argocd")).toEqual(["argocd app set", "kubectl -n prod", "argocd app sync", "argocd app set"]);
  });

  test("many pods are looked at by their ordinals, not one by one", () => {
    const [set] = plan(side({ strategy: onDelete, replicas: 300 }), { against: side({ replicas: 300 }) }).statefulSets;
    const [way] = set?.refused?.waysThrough ?? [];
    expect([way?.proved, way?.dropped, way?.restarts.stay.length]).toEqual([true, 0, 300]);
  });

  test("is no matter where the old manifest wrote the block, or the new one goes back to RollingUpdate", () => {
    const wrote = side({ strategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } });
    for (const [against, next] of [
      [wrote, side({ strategy: onDelete })],
      [side({ strategy: onDelete }), side({ strategy: { type: "RollingUpdate" } })],
      [side({}), side({ strategy: { type: "RollingUpdate" } })],
    ] as const)
      expect(plan(next, { against }).statefulSets[0]?.refused).toBeUndefined();
  });

  test("is part of the way where claims or names change as well: the set is made anew", () => {
    const next = side({ strategy: onDelete });
    const renamed = [
      { name: "set.yaml", text: (next[0]?.text ?? "").replace('"serviceName":"db"', '"serviceName":"x"') },
    ];
    const ways = plan(renamed, { against: side({}) }).statefulSets[0]?.refused?.waysThrough ?? [];
    expect(ways.map(({ kind, proved }) => [kind, proved])).toEqual([["recreate", true]]);
  });

  test("no way is told for a manifest that writes both: no server takes it, whoever applies it", () => {
    const both = { type: "OnDelete", rollingUpdate: { partition: 0 } };
    const [set] = plan(side({ strategy: both }), { against: side({}) }).statefulSets;
    expect([set?.outcome, set?.refused?.waysThrough]).toEqual(["refused", []]);
  });
});
