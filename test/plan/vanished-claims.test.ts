import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { mapping } from "../../src/model/fields.ts";
import { plan } from "../../src/plan/plan.ts";
import { statefulSet } from "./sets.ts";

interface Side {
  /** The claims that the pods name in their volumes. */
  readonly mounts: readonly string[];
  /** The claims that the manifests hold. */
  readonly claims?: readonly string[];
}

function side({ mounts, claims = [] }: Side, metadata: object) {
  const set = statefulSet({ name: "db", namespace: "prod", replicas: 1, claims: [] });
  const template = mapping(set.spec.template);
  const volumes = mounts.map((claimName, index) => ({ name: `v${index}`, persistentVolumeClaim: { claimName } }));
  const spec = { ...set.spec, template: { ...template, spec: { ...mapping(template.spec), volumes } } };
  const claim = (name: string) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: "prod", ...metadata },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });
  const objects = [{ ...set, metadata: { ...set.metadata, ...metadata }, spec }, ...claims.map(claim)];
  return [{ name: "input.yaml", text: objects.map((object) => JSON.stringify(object)).join("\n---\n") }];
}

const helm = { labels: { "app.kubernetes.io/managed-by": "Helm" } };
const argo = { labels: { "argocd.argoproj.io/instance": "shop" } };
const flux = { labels: { "kustomize.toolkit.fluxcd.io/name": "shop" } };

function upgraded(old: Side, next: Side, metadata: object = helm) {
  const against = side(old, metadata);
  const { findings } = lint(side(next, metadata), { against, today: "2026-01-01" });
  const [set] = plan(side(next, metadata), { against }).statefulSets;
  return { finding: findings.find(({ rule }) => rule === "claim-vanished"), set };
}

describe("A claim of the manifests that the new ones lack", () => {
  test("is lost by plan and lint where the set's pods mount it still", () => {
    const { finding, set } = upgraded({ mounts: ["db-data"], claims: ["db-data"] }, { mounts: ["db-data"] });
    expect(finding?.severity).toBe("error");
    expect(set?.consequences).toEqual([
      { kind: "data-lost", severity: "error", text: "deleted with their data: db-data" },
    ]);
    expect(set?.notes).toContain(
      "claim `db-data` is not in the input any more, and its pods mount it still. `helm upgrade` deletes it; it goes with the last pod that mounts it, with the data, and later pods wait for it for ever",
    );
  });

  test("may be meant to go where no pod mounts it any more: a warning, and a note of the plan", () => {
    const { finding, set } = upgraded({ mounts: ["db-data"], claims: ["db-data"] }, { mounts: [] });
    expect(finding?.severity).toBe("warning");
    expect(set?.consequences.map(({ kind }) => kind)).not.toContain("data-lost");
    expect(set?.notes).toContain(
      "claim `db-data` is not in the input any more, and its pods mount it now, and no longer afterwards. `helm upgrade` deletes it",
    );
  });

  test.each([
    ["Helm", helm, "helm.sh/resource-policy=keep"],
    ["Argo CD", argo, "argocd.argoproj.io/sync-options=Prune=false"],
    ["Flux' Kustomization", flux, "kustomize.toolkit.fluxcd.io/prune=disabled"],
  ])("is kept from %s by its own annotation, and then nothing is said", (_name, metadata, note) => {
    const { finding } = upgraded({ mounts: ["db-data"], claims: ["db-data"] }, { mounts: ["db-data"] }, metadata);
    expect(finding?.help).toBe(`before the upgrade: \`kubectl -n prod annotate pvc/db-data ${note}\``);
    const [key = "", ...value] = note.split("=");
    const kept = { ...metadata, annotations: { [key]: value.join("=") } };
    expect(
      upgraded({ mounts: ["db-data"], claims: ["db-data"] }, { mounts: ["db-data"] }, kept).finding,
    ).toBeUndefined();
  });

  test("is counted beyond three of one set", () => {
    const claims = ["a", "b", "c", "d", "e"];
    const { finding } = upgraded({ mounts: claims, claims }, { mounts: claims });
    expect(finding?.message).toContain("hold no claims `a`, `b`, `c` and 2 more any more");
    expect(finding?.message).toContain("`helm upgrade` deletes them");
  });
});
