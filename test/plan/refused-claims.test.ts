import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { plan } from "../../src/plan/plan.ts";
import { plans } from "../../src/plan/plans.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { planMermaid } from "../../src/report/plan/mermaid.ts";
import { planText } from "../../src/report/plan/text.ts";
import { call, folder } from "../cli/fake-host.ts";

interface Claim {
  readonly spec?: object;
  readonly annotations?: object;
  readonly labels?: object;
  readonly status?: object;
}

const helm = { "app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/instance": "shop" };

function claim({ spec, annotations = {}, labels = helm, status }: Claim = {}) {
  const object = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "store", namespace: "prod", annotations, labels },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "8Gi" } },
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
  return [{ name: "claim.yaml", text: JSON.stringify(object) }];
}

const slow = { storageClassName: "slow" };

describe("A claim of the manifests whose update is refused", () => {
  test("is told with what changes, the server's words, what becomes of the upgrade, and ways through", () => {
    const made = plan(claim({ spec: slow }), { against: claim() });
    const [refused] = made.refusedClaims;
    expect(refused).toMatchObject({
      name: "store",
      namespace: "prod",
      changes: [{ path: ["spec", "storageClassName"], from: "fast", to: "slow" }],
      stops: expect.stringContaining("the upgrade stops there"),
    });
    expect(refused?.message).toMatch(
      /^PersistentVolumeClaim "store" is invalid: spec: Forbidden: spec is immutable after creation/,
    );
    expect(refused?.waysThrough.map(({ steps }) => steps.flatMap(({ commands }) => commands))).toEqual([
      ["helm upgrade shop CHART --namespace prod"],
      ["helm upgrade shop CHART --namespace prod", "helm upgrade shop CHART --namespace prod"],
    ]);
    for (const text of [planText(made), planHtml(made)]) {
      expect(text).toContain("PersistentVolumeClaim/store in prod");
      expect(text.replaceAll("&quot;", '"')).toContain('spec.storageClassName: "fast" to "slow"');
      expect(text).toContain("kubectl -n prod get pvc/store");
    }
  });

  test("counts as refused for the exit status", async () => {
    const cwd = folder({ "old.yaml": claim()[0]?.text ?? "", "new.yaml": claim({ spec: slow })[0]?.text ?? "" });
    const args = ["plan", "--against", "old.yaml", "new.yaml"];
    expect((await call({ args, cwd })).status).toBe(1);
    expect((await call({ args: [...args, "--fail-on", "never"], cwd })).status).toBe(0);
    expect((await call({ args: ["plan", "--against", "old.yaml", "old.yaml"], cwd })).status).toBe(0);
  });

  test("is deleted first where no volume is bound to it", () => {
    const waiting = claim({ status: { phase: "Pending" } });
    const [refused] = plan(claim({ spec: slow }), { against: waiting }).refusedClaims;
    expect(refused?.waysThrough[0]?.steps.map(({ commands }) => commands)).toEqual([
      ["kubectl -n prod delete pvc/store"],
      ["helm upgrade shop CHART --namespace prod"],
    ]);
  });

  test("is what `claim-immutable` says, case by case", () => {
    const cases: readonly (readonly [Claim, Claim])[] = [
      [{}, { spec: slow }],
      [{}, { spec: { resources: { requests: { storage: "4Gi" } } } }],
      [{}, { spec: { resources: { requests: { storage: "16Gi" } } } }],
      [{}, { spec: { volumeMode: "Block" } }],
      [{}, { spec: { accessModes: ["ReadWriteMany"] } }],
      [{}, { labels: { ...helm, team: "blue" } }],
      [{ spec: { volumeAttributesClassName: "gold" } }, {}],
      [
        { annotations: { "helm.sh/hook": "pre-upgrade" } },
        { annotations: { "helm.sh/hook": "pre-upgrade" }, spec: slow },
      ],
    ];
    for (const [old, next] of cases) {
      const said = lint(claim(next), { against: claim(old), today: "2026-01-01" }).findings;
      const isSaid = said.some(({ rule }) => rule === "claim-immutable");
      expect([next, plan(claim(next), { against: claim(old) }).refusedClaims.length > 0]).toEqual([next, isSaid]);
    }
  });

  test("goes by version where the versions differ: a class that is kept from 1.34 on", () => {
    const status = { phase: "Bound", capacity: { storage: "8Gi" }, currentVolumeAttributesClassName: "gold" };
    const applied = JSON.stringify({ spec: { volumeAttributesClassName: "gold" } });
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": applied };
    const against = claim({ annotations, spec: { volumeAttributesClassName: "gold" }, status });
    const made = plans(claim(), { against, kubernetesVersion: "1.30..1.37" }).plans;
    const refusing = made.flatMap((each) => (each.refusedClaims.length > 0 ? each.kubernetesVersions : []));
    expect(refusing).toEqual(["1.34", "1.35", "1.36", "1.37"]);
  });

  test("is an object as any other to kubectl, though Helm makes it as a hook", () => {
    const annotations = { "helm.sh/hook": "pre-install,pre-upgrade" };
    const [next, against] = [claim({ annotations, spec: slow }), claim({ annotations })];
    expect(plan(next, { against }).refusedClaims).toEqual([]);
    expect(plan(next, { against, deployer: "argocd" }).refusedClaims).toEqual([]);
    expect(plan(next, { against, deployer: "kubectl" }).refusedClaims).toHaveLength(1);
    const rules = lint(next, { against, deployer: "kubectl", today: "2026-01-01" }).findings.map(({ rule }) => rule);
    expect(rules).toContain("claim-immutable");
  });

  test("is what Argo CD applies as any other object where the hook's policy does not delete it first", () => {
    const refused = (notes: object) => {
      const annotations = { "helm.sh/hook": "pre-install", ...notes };
      const against = claim({ annotations });
      return plan(claim({ annotations, spec: slow }), { against, deployer: "argocd" }).refusedClaims.length;
    };
    expect(refused({})).toBe(0);
    expect(refused({ "helm.sh/hook-delete-policy": "hook-failed" })).toBe(1);
    expect(refused({ "argocd.argoproj.io/hook": "Skip" })).toBe(1);
    expect(refused({ "argocd.argoproj.io/hook": "PreSync" })).toBe(0);
    // What it has no phase for it does not apply at all.
    expect(refused({ "helm.sh/hook": "pre-rollback" })).toBe(0);
    expect(refused({ "helm.sh/hook": "crd-install" })).toBe(1);
  });

  test("is told in Mermaid, and a set of the release says that nothing comes of its plan before", () => {
    const set = (image: string) =>
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name: "db", namespace: "prod", labels: helm },
        spec: {
          serviceName: "db",
          selector: { matchLabels: { app: "db" } },
          template: { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "app", image }] } },
        },
      });
    const input = (one: Claim, image: string) => [
      { name: "all.yaml", text: `${claim(one)[0]?.text ?? ""}\n---\n${set(image)}` },
    ];
    const made = plan(input({ spec: slow }, "app:2"), { against: input({}, "app:1") });
    expect(made.statefulSets[0]?.notes[0]).toBe(
      "the upgrade stops at PersistentVolumeClaim `store`, whose update is refused: what is told of this set comes only once that is mended",
    );
    expect(planMermaid(made)).toContain(
      "title PersistentVolumeClaim/store in prod - the API server refuses its update",
    );
    const byKubectl = plan(input({ spec: slow }, "app:2"), { against: input({}, "app:1"), deployer: "kubectl" });
    expect(byKubectl.statefulSets[0]?.notes.join()).not.toContain("the upgrade stops at");
  });

  describe("is got around by ways that were gone, claim by claim and pod by pod", () => {
    const helmHeld = (name: string, spec: object) =>
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name, namespace: "prod", labels: helm },
        spec: {
          serviceName: name,
          replicas: 2,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: {
              containers: [{ name: "app", image: "example.com/app:1", volumeMounts: [{ name: "d", mountPath: "/d" }] }],
              volumes: [{ name: "d", persistentVolumeClaim: { claimName: "store" } }],
            },
          },
          ...spec,
        },
      });
    const ways = (spec: object, next: object = spec, asked: Claim = { spec: slow }, now: Claim = {}) => {
      const input = (one: Claim, set: object) => [
        { name: "all.yaml", text: `${claim(one)[0]?.text ?? ""}\n---\n${helmHeld("db", set)}` },
      ];
      const [refused] = plan(input(asked, next), { against: input(now, spec) }).refusedClaims;
      return refused?.waysThrough ?? [];
    };
    const usedBy = (made: ReturnType<typeof ways>) =>
      made[1]?.steps[2]?.checks.find(({ command }) => command?.includes("describe"))?.expect;

    test("all of them, and no expectation fell", () => {
      const made = [
        ...ways({}),
        ...ways({ podManagementPolicy: "Parallel" }),
        ...ways({}, {}, { spec: slow }, { status: { phase: "Pending" } }),
        ...ways({}, {}, { spec: { resources: { requests: { storage: "4Gi" } } } }),
        ...ways({}, {}, { spec: { volumeMode: "Block" } }),
        ...ways({}, {}, { spec: { ...slow, accessModes: ["ReadWriteMany"], volumeMode: "Block" } }),
      ];
      expect(made.length).toBe(12);
      expect(made.map(({ proved, dropped }) => [proved, dropped])).toEqual(made.map(() => [true, 0]));
    });

    test("pods leave the old claim with the last step", () => {
      expect(usedBy(ways({}))).toBe("Used By: <none>");
    });

    test("pods that the update does not reach are named: they mount it still", () => {
      expect(usedBy(ways({ updateStrategy: { type: "OnDelete" } }))).toContain("Used By: db-0, db-1, which the update");
      const partition = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } };
      expect(usedBy(ways(partition))).toContain("Used By: db-0, which the update");
    });

    test("a set that is refused itself keeps its pods where they are", () => {
      expect(usedBy(ways({}, { serviceName: "another" }))).toContain("Used By: db-0, db-1, which the update");
    });

    test("no other name is told where a set makes claims of this name itself", () => {
      const named = (text: string) => text.replaceAll('"store"', '"store-db-0"');
      const input = (one: Claim) => {
        const set = helmHeld("db", {
          template: {
            metadata: { labels: { app: "db" } },
            spec: { containers: [{ name: "app", image: "example.com/app:1" }] },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "store" },
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "8Gi" } } },
            },
          ],
        });
        return [{ name: "all.yaml", text: `${named(claim(one)[0]?.text ?? "")}\n---\n${set}` }];
      };
      const [refused] = plan(input({ spec: slow }), { against: input({}) }).refusedClaims;
      expect(refused?.waysThrough.map(({ summary }) => summary)).toEqual([expect.stringContaining("keep the claim")]);
    });
  });
});
