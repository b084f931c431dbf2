import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { plan } from "../../src/plan/plan.ts";
import { planText } from "../../src/report/plan/text.ts";
import { statefulSet } from "./sets.ts";

type Deployed = {
  readonly labels?: object;
  readonly annotations?: object;
  readonly deployer?: "helm" | "kubectl" | "flux" | "argocd";
};

const helm: Deployed = { labels: { "app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/instance": "shop" } };
const helmRelease: Deployed = {
  labels: { "helm.toolkit.fluxcd.io/name": "shop", "helm.toolkit.fluxcd.io/namespace": "flux" },
};
const kustomization: Deployed = { labels: { "kustomize.toolkit.fluxcd.io/name": "shop" } };
const argo: Deployed = { annotations: { "argocd.argoproj.io/tracking-id": "shop:apps/StatefulSet:prod/db" } };
const kubectl: Deployed = { deployer: "kubectl" };
const lastApplied = JSON.stringify({ kind: "StatefulSet", spec: { replicas: 2 } });

/** A set with claims, and `Delete` where it is asked, before an input that holds it no more. */
function without({ labels, annotations, deployer }: Deployed, whenDeleted = "Retain") {
  const set = statefulSet({ namespace: "prod", replicas: 2, retention: { whenDeleted, whenScaled: "Retain" } });
  const old = { ...set, metadata: { ...set.metadata, labels, annotations } };
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { ports: [{ port: 80 }] } };
  const side = (object: object) => [{ name: "input.yaml", text: JSON.stringify(object) }];
  const asked = { against: side(old), ...(deployer === undefined ? {} : { deployer }) };
  const made = plan(side(service), asked);
  const report = lint(side(service), { ...asked, today: "2026-01-01" });
  const findings = report.findings.filter(({ rule }) => rule === "set-vanished");
  return { vanished: made.vanished[0], text: planText(made), finding: findings[0], findings };
}

describe("A set that the new manifests no longer hold", () => {
  test.each([
    ["Helm", helm, "`helm upgrade` deletes it"],
    ["a HelmRelease", helmRelease, "Flux deletes it"],
  ])("goes with %s, and its claims are left or deleted as its policy says", (_name, deployed, text) => {
    const { vanished, finding, ...one } = without(deployed);
    expect(vanished?.removal).toEqual({ becomes: "deleted", text });
    expect(one.text).toContain(`${text}; it takes its pods db-0 and db-1 with it`);
    expect(vanished?.claims.map(({ becomes }) => becomes)).toEqual(["stranded", "stranded"]);
    expect([finding?.severity, finding?.message]).toEqual([
      "warning",
      expect.stringContaining("stay behind unmounted"),
    ]);
    const deleted = without(deployed, "Delete");
    expect(deleted.vanished?.claims.map(({ becomes }) => becomes)).toEqual(["deleted", "deleted"]);
    expect(deleted.finding?.severity).toBe("error");
  });

  test.each([
    ["Argo CD", argo, "where it prunes (`argocd app sync shop --prune`"],
    ["a Kustomization", kustomization, "where the Kustomization has `prune: true`"],
  ])("goes with %s only where it prunes, so that lost data is no certainty", (_name, deployed, text) => {
    const { vanished, finding } = without(deployed, "Delete");
    expect(vanished?.removal.becomes).toBe("if-pruned");
    expect(vanished?.removal.text).toContain(text);
    expect([finding?.severity, finding?.message]).toEqual(["warning", expect.stringContaining(text)]);
  });

  test.each([
    ["kubectl is asked for", kubectl],
    ["kubectl applied it", { annotations: { "kubectl.kubernetes.io/last-applied-configuration": lastApplied } }],
  ])("runs on with its pods and claims where %s", (_name, deployed) => {
    const { vanished, finding, text } = without(deployed, "Delete");
    expect(vanished?.removal.becomes).toBe("runs-on");
    expect(vanished?.claims.map(({ becomes }) => becomes)).toEqual(["kept", "kept"]);
    expect(text).toContain("leaves it as it is: it runs on, with its pods db-0 and db-1");
    expect(finding?.severity).toBe("warning");
    expect(finding?.help).toContain("`kubectl -n prod delete statefulset/db` ends its pods and deletes its claims");
  });

  test.each([
    ["Helm", { ...helm, annotations: { "helm.sh/resource-policy": "keep" } }],
    ["Argo CD", { annotations: { ...argo.annotations, "argocd.argoproj.io/sync-options": "Prune=false" } }],
    ["Flux", { ...kustomization, annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" } }],
  ])("stays where an annotation keeps it from %s", (_name, deployed) => {
    const { vanished, finding } = without(deployed, "Delete");
    expect(vanished?.removal.becomes).toBe("runs-on");
    expect(finding?.message).toContain("keeps it: it runs on, and no release manages it");
    expect(finding?.severity).toBe("warning");
  });

  test("is told for each deployer where nothing tells which it is", () => {
    const { finding } = without({});
    expect(finding?.message).toContain("Helm and Flux delete it, Argo CD where it prunes, `kubectl apply` does not");
  });
});

test("A governing Service that the new manifests no longer hold is told with what its deployer does", () => {
  const set = JSON.stringify(statefulSet({ namespace: "prod" }));
  const service = JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "db", namespace: "prod" },
    spec: { clusterIP: "None", selector: { app: "db" }, ports: [{ port: 1 }] },
  });
  const notes = (deployer: "helm" | "kubectl") =>
    plan([{ name: "new.yaml", text: set }], {
      against: [{ name: "old.yaml", text: `${set}\n---\n${service}` }],
      deployer,
    }).statefulSets[0]?.notes.join();
  expect(notes("helm")).toContain("Service `db` is not in the input any more. `helm upgrade` deletes it; without it");
  expect(notes("kubectl")).toContain("leaves it as it is: it runs on");
});

describe("Claims that the new manifests name in a volume are not left behind", () => {
  const side = (...objects: object[]) => [
    { name: "input.yaml", text: objects.map((one) => JSON.stringify(one)).join("\n---\n") },
  ];
  const old = { ...statefulSet({ namespace: "prod", replicas: 2 }) };
  const naming = (claimName: string, kind: "StatefulSet" | "Deployment") => {
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName } }];
    const pod = { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "db", image: "db:1" }], volumes } };
    const spec = { replicas: 2, selector: { matchLabels: { app: "db" } }, template: pod };
    return {
      apiVersion: "apps/v1",
      kind,
      metadata: { name: kind === "StatefulSet" ? "db" : "other", namespace: "prod" },
      spec: kind === "StatefulSet" ? { ...spec, serviceName: "db" } : spec,
    };
  };

  test("by a set that is made anew without its claim template", () => {
    const made = plan(side(naming("data-db-0", "StatefulSet")), { against: side(old) }).statefulSets[0];
    const [way] = made?.refused?.waysThrough ?? [];
    expect(way?.result.claims).toMatchObject({ kept: ["data-db-0"], stranded: ["data-db-1"] });
    expect(way?.warnings.join()).toContain("what is in the other claims of `data`");
    expect(way?.proved).toBe(true);
  });

  test("by another workload, where a set vanishes", () => {
    const [vanished] = plan(side(naming("data-db-1", "Deployment")), { against: side(old) }).vanished;
    expect(vanished?.claims.map(({ becomes }) => becomes)).toEqual(["stranded", "kept"]);
  });
});
