import { describe, expect, it } from "vitest";
import { folder } from "./fake-host.ts";
import { chart, found, whys, zero } from "./gitops-files.ts";

const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: data }
spec:
  chart:
    spec:
      chart: charts/db
      sourceRef: { kind: GitRepository, name: fleet }
  values: { grace: 0 }
`;
const patch = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: data }
spec:
  chart: { spec: { version: 2.0.0 } }
  values: { grace: 30 }
`;
const json = "- { op: add, path: /spec/values/grace, value: 30 }\n";
const of = (files: Readonly<Record<string, string>>, names: readonly string[] = ["apps"]) =>
  found(folder({ ".git/HEAD": "", ...chart, "apps/base/db.yaml": release, ...files }), names);
const base = { "apps/base/kustomization.yaml": "resources: [db.yaml]\n" };

describe("a HelmRelease that a kustomization patches", () => {
  it("is rendered as it is written, and that is said, whichever way it is patched", async () => {
    const inline = patch.replace(/^/gm, "    ").trimStart();
    for (const patches of [
      "patches: [{ path: patch.yaml }]",
      "patches: [{ path: json.yaml, target: { kind: HelmRelease } }]",
      "patches: [{ path: json.yaml, target: { kind: HelmRelease, name: 'd.*' } }]",
      `patches:\n- patch: |-\n    ${inline}`,
      "patchesStrategicMerge: [patch.yaml]",
      `patchesStrategicMerge:\n- |-\n    ${inline}`,
      "patchesJson6902: [{ path: json.yaml, target: { kind: HelmRelease, name: db } }]",
      "components: [../part]",
    ]) {
      const report = await of({
        ...base,
        "apps/prod/kustomization.yaml": `resources: [../base]\n${patches}\n`,
        ...(patches.includes("patch.yaml") ? { "apps/prod/patch.yaml": patch } : {}),
        "apps/prod/json.yaml": json,
        "apps/part/kustomization.yaml":
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: part.yaml }]\n",
        "apps/part/part.yaml": patch,
      });
      expect(zero(report), patches).toBeDefined();
      expect(whys(report), patches).toContain("rendered as it is written: `apps/prod/kustomization.yaml` patches it");
      expect(whys(report).join(), patches).not.toContain("names no chart");
    }
  });

  it("is so beside its own kustomization, also where its file alone is given", async () => {
    const files = {
      "apps/base/kustomization.yaml": `resources: [db.yaml]\npatches: [{ target: { kind: HelmRelease }, patch: '${json.trim()}' }]\n`,
    };
    const said = "rendered as it is written: `apps/base/kustomization.yaml` patches it";
    expect(whys(await of(files))).toEqual([said]);
    expect(whys(await of(files, ["apps/base/db.yaml"]))).toEqual([said]);
  });

  it("is another than one of another name, or of what a kustomization does not take in", async () => {
    for (const [resources, target] of [
      ["../base", "{ kind: HelmRelease, name: web }"],
      ["../base", "{ kind: Deployment }"],
      ["../other", "{ kind: HelmRelease, name: db }"],
    ]) {
      const prod = `resources: [${resources}]\npatches: [{ path: json.yaml, target: ${target} }]\n`;
      const report = await of({ ...base, "apps/prod/kustomization.yaml": prod, "apps/prod/json.yaml": json });
      expect(whys(report), prod).toEqual([]);
    }
  });

  it("is told from the patch, which is none without a chart", async () => {
    const report = await of({
      ...base,
      "apps/prod/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\n",
      "apps/prod/patch.yaml": patch,
    });
    expect(report.unchecked).toMatchObject([
      {
        location: { file: "apps/prod/patch.yaml" },
        why: "not rendered: it is a patch, which `apps/prod/kustomization.yaml` lays over a release",
      },
      { location: { file: "apps/base/db.yaml" } },
    ]);
  });
});
