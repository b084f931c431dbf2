import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { planText } from "../../src/report/plan/text.ts";

const helm = { "app.kubernetes.io/managed-by": "Helm" };
const argo = { "argocd.argoproj.io/instance": "shop" };

function side({ labels, annotations, image = "db:1" }: { labels: object; annotations: object; image?: string }) {
  const claim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "db-data", namespace: "prod", labels, annotations },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "prod", labels },
    spec: {
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: {
          containers: [
            { name: "db", image: `example.com/${image}`, volumeMounts: [{ name: "data", mountPath: "/data" }] },
          ],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "db-data" } }],
        },
      },
    },
  };
  return [{ name: "input.yaml", text: `${JSON.stringify(claim)}\n---\n${JSON.stringify(set)}` }];
}

const lost = { kind: "data-lost", severity: "error", text: "deleted with their data: db-data" };

describe("A claim that a hook makes, and that a set's pods mount", () => {
  test.each([
    ["Helm", helm, { "helm.sh/hook": "pre-install,pre-upgrade" }, "Helm deletes it before it makes it anew"],
    ["Argo CD", argo, { "helm.sh/hook": "pre-install" }, "Argo CD deletes it before it makes it anew"],
  ])("is lost with the upgrade that makes it anew (%s)", (_who, labels, annotations, says) => {
    const made = plan(side({ labels, annotations, image: "db:2" }), { against: side({ labels, annotations }) });
    expect(made.statefulSets[0]?.consequences).toContainEqual(lost);
    expect(made.statefulSets[0]?.notes[0]).toContain(says);
    expect(planText(made)).toContain("claim `db-data` is a hook, and its pods mount it");
  });

  test.each([
    ["only an installation makes it", helm, { "helm.sh/hook": "pre-install" }],
    ["its policy leaves it", helm, { "helm.sh/hook": "pre-upgrade", "helm.sh/hook-delete-policy": "hook-failed" }],
    ["it is no hook", helm, {}],
  ])("is not lost where %s", (_why, labels, annotations) => {
    const made = plan(side({ labels, annotations, image: "db:2" }), { against: side({ labels, annotations }) });
    expect(made.statefulSets[0]?.consequences.map(({ kind }) => kind)).toEqual(["restarted"]);
  });

  test("is not lost at the first installation", () => {
    const [set] = plan(side({ labels: helm, annotations: { "helm.sh/hook": "pre-upgrade" } })).statefulSets;
    expect(set?.consequences).toEqual([]);
  });

  test("goes with the release where it was a part of it before", () => {
    const next = side({ labels: helm, annotations: { "helm.sh/hook": "pre-install" } });
    const [set] = plan(next, { against: side({ labels: helm, annotations: {} }) }).statefulSets;
    expect(set?.consequences).toContainEqual(lost);
    expect(set?.notes[0]).toContain("is only a hook in the input, which is no part of the release");
  });
});
