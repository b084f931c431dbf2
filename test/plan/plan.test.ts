import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { shared } from "../shared.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

/** JSON is YAML too. */
function input(...manifests: readonly object[]) {
  return [{ name: "input.yaml", text: manifests.map((manifest) => `---\n${JSON.stringify(manifest)}\n`).join("") }];
}

function planned(next: SetOptions, old?: SetOptions) {
  const result = plan(input(statefulSet(next)), old === undefined ? {} : { against: input(statefulSet(old)) });
  const [set] = result.statefulSets;
  if (set === undefined) throw new Error("no StatefulSet was planned");
  return set;
}

function steps(set: ReturnType<typeof planned>) {
  return set.steps.map(({ actions }) => actions.map((each) => `${each.do} ${each.pod} ${each.because}`).join(", "));
}

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "db", namespace: "prod" },
  spec: { clusterIP: "None", selector: { app: "db" }, ports: [{ port: 5432 }] },
};

describe("A first install", () => {
  test("names each pod with its DNS name and claims, in the order in which they are created", () => {
    const result = plan(input(service, statefulSet({ namespace: "prod", replicas: 2, start: 3 })));
    const [set] = result.statefulSets;
    expect(set?.outcome).toBe("install");
    expect(set?.pods).toEqual([
      { name: "db-3", revision: "r1", dnsName: "db-3.db.prod.svc", claims: ["data-db-3"] },
      { name: "db-4", revision: "r1", dnsName: "db-4.db.prod.svc", claims: ["data-db-4"] },
    ]);
    expect(set && steps(set)).toEqual(["create db-3 install", "create db-4 install"]);
    expect(set?.claims.map(({ name, size, becomes }) => [name, size, becomes])).toEqual([
      ["data-db-3", "1Gi", "created"],
      ["data-db-4", "1Gi", "created"],
    ]);
    expect(set?.notes).toEqual([]);
  });

  test("Parallel creates all pods in one step", () => {
    expect(planned({ podManagementPolicy: "Parallel" }).steps).toHaveLength(1);
  });

  test("what the API server refuses is said, and nothing is planned", () => {
    const set = planned({ replicas: -1 });
    expect(set.outcome).toBe("refused");
    expect(set.refused?.errors.map(([, field]) => field)).toEqual(["spec.replicas"]);
    expect([set.pods, set.steps]).toEqual([[], []]);
  });

  test("without a serviceName there are no DNS names, and it says so", () => {
    const manifest = statefulSet({ replicas: 1 });
    const { serviceName: _serviceName, ...spec } = manifest.spec;
    const [set] = plan(input({ ...manifest, spec })).statefulSets;
    expect(set?.pods[0]?.dnsName).toBeUndefined();
    expect(set?.notes.join()).toContain("no serviceName");
  });
});

describe("An update", () => {
  test("goes from the highest ordinal down, one pod at a time", () => {
    expect(steps(planned({ image: "app:2", replicas: 2 }, { replicas: 2 }))).toEqual([
      "delete db-1 update",
      "create db-1 update",
      "delete db-0 update",
      "create db-0 update",
    ]);
  });

  test("scales first, and tells scaling from updating", () => {
    expect(steps(planned({ image: "app:2", replicas: 1 }, { replicas: 2 }))).toEqual([
      "delete db-1 scale-down",
      "delete db-0 update",
      "create db-0 update",
    ]);
    expect(steps(planned({ replicas: 3 }, { replicas: 2 }))).toEqual(["create db-2 scale-up"]);
  });

  test("names who stays behind the partition, or waits to be deleted", () => {
    const partition = { updateStrategy: { rollingUpdate: { partition: 2 } } };
    const behind = (set: ReturnType<typeof planned>) => set.pods.map((pod) => [pod.name, pod.revision, pod.behind]);
    expect(behind(planned({ ...partition, image: "app:2" }, partition))).toEqual([
      ["db-0", "r1", "partition"],
      ["db-1", "r1", "partition"],
      ["db-2", "r2", undefined],
    ]);
    const held = { updateStrategy: { type: "OnDelete" } };
    const onDelete = planned({ ...held, image: "app:2" }, held);
    expect(onDelete.steps).toEqual([]);
    expect(onDelete.waits).toEqual([{ reason: "on-delete" }]);
  });

  test("from an absent strategy to OnDelete is refused as a patch makes it, though a PUT would pass", () => {
    const set = planned({ updateStrategy: { type: "OnDelete" } }, {});
    expect(set.outcome).toBe("refused");
    expect(set.refused?.message).toContain("only allowed for updateStrategy 'RollingUpdate'");
  });

  test("that touches nothing is called unchanged", () => {
    expect(planned({ minReadySeconds: 5 }, {}).outcome).toBe("unchanged");
  });

  test("by a refused field gives the server's words, the field also below 1.37, and a way through", () => {
    const [old, next] = [input(statefulSet()), input(statefulSet({ claims: [{ name: "data", size: "5Gi" }] }))];
    for (const kubernetesVersion of ["1.32", "1.37"]) {
      const [set] = plan(next, { against: old, kubernetesVersion }).statefulSets;
      expect(set?.outcome).toBe("refused");
      expect(set?.refused?.message).toMatch(/^StatefulSet.apps "db" is invalid: spec/);
      expect(set?.refused?.changes.map(({ path }) => path)).toEqual([
        ["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"],
      ]);
      expect(set?.refused?.waysThrough.map(({ kind }) => kind)).toEqual(["recreate"]);
      expect(set?.pods.map(({ name }) => name)).toEqual(["db-0", "db-1", "db-2"]);
    }
  });
});

describe("When the new pods do not become ready", () => {
  test("OrderedReady stops at the first, and going back is not enough", () => {
    const set = planned({ image: "app:2", namespace: "prod" }, { namespace: "prod" });
    expect(set.ifNotReady).toEqual({
      notReady: ["db-2"],
      untouched: ["db-0", "db-1"],
      missing: [],
      waits: [{ reason: "not-ready", pod: "db-2" }],
      revertHeals: false,
      byHand: ["kubectl -n prod delete pod/db-2"],
    });
  });

  test("Parallel heals when somebody goes back", () => {
    const set = planned({ image: "app:2", podManagementPolicy: "Parallel" }, { podManagementPolicy: "Parallel" });
    expect(set.ifNotReady).toMatchObject({ notReady: ["db-2"], revertHeals: true, byHand: [] });
  });

  test("with OrderedReady and maxUnavailable pods are missing that were deleted together", () => {
    const updateStrategy = { rollingUpdate: { maxUnavailable: 2 } };
    const set = planned({ updateStrategy, image: "app:2" }, { updateStrategy });
    expect(set.ifNotReady).toMatchObject({ notReady: ["db-1"], untouched: ["db-0"], missing: ["db-2"] });
  });
});

describe("Claims later on", () => {
  test.each([
    [{}, { onScaleDown: "kept", onUninstall: "kept", onRename: "stranded" }],
    [{ whenScaled: "Delete" }, { onScaleDown: "deleted", onUninstall: "kept", onRename: "stranded" }],
    [{ whenDeleted: "Delete" }, { onScaleDown: "kept", onUninstall: "deleted", onRename: "deleted" }],
  ])("retention policy %j", (retention, fate) => {
    expect(planned({ retention }).claimFate).toEqual(fate);
  });

  test("scaling down strands the claims, or deletes them", () => {
    const becomes = (retention: object) =>
      planned({ replicas: 1, retention }, { replicas: 2, retention }).claims.map((claim) => [
        claim.name,
        claim.becomes,
      ]);
    expect(becomes({})).toEqual([
      ["data-db-0", "kept"],
      ["data-db-1", "stranded"],
    ]);
    expect(becomes({ whenScaled: "Delete" })).toEqual([
      ["data-db-0", "kept"],
      ["data-db-1", "deleted"],
    ]);
  });

  test("a set that was renamed is recognised, and its claims are named", () => {
    const result = plan(input(statefulSet({ name: "store", image: "app:2" })), {
      against: input(statefulSet({ replicas: 1 })),
    });
    expect(result.vanished).toEqual([
      {
        name: "db",
        removal: { becomes: "deleted", text: unknownDeployer },
        pods: ["db-0"],
        claims: [{ name: "data-db-0", becomes: "stranded" }],
        renamedTo: "store",
      },
    ]);
  });
});

const unknownDeployer = "Helm and Flux delete it, Argo CD where it prunes, `kubectl apply` does not";

test.each([
  ["helm", true],
  ["flux", true],
  ["kubectl", false],
  ["argocd", false],
] as const)("Whether helm would see the end in time is told where helm waits: %s", (deployer, isTold) => {
  const sides = { against: input(statefulSet()), deployer };
  const [set] = plan(input(statefulSet({ image: "app:2" })), sides).statefulSets;
  expect(set?.deadline !== undefined).toBe(isTold);
  const [asked] = plan(input(statefulSet({ image: "app:2" })), { ...sides, timeoutSeconds: 600 }).statefulSets;
  expect(asked?.deadline?.timeoutSeconds).toBe(600);
});

test("A way through Flux says how a release that used up its retries goes on, and where Flux' object is", () => {
  const [set] = plan(input(statefulSet({ serviceName: "other" })), {
    against: input(statefulSet()),
    deployer: "flux",
  }).statefulSets;
  const warnings = set?.refused?.waysThrough[0]?.warnings.join();
  expect(warnings).toContain("`flux reconcile helmrelease NAME -n NAMESPACE --reset`");
  expect(warnings).toContain("`flux get helmreleases -A` shows it");
});

describe("Timing", () => {
  const probes = {
    startupProbe: { tcpSocket: { port: 1 }, initialDelaySeconds: 5, periodSeconds: 2, failureThreshold: 30 },
    readinessProbe: {
      tcpSocket: { port: 1 },
      initialDelaySeconds: 8,
      periodSeconds: 10,
      successThreshold: 2,
      failureThreshold: 3,
    },
  };

  test("a created pod takes its probes and minReadySeconds, a deleted one at most its grace", () => {
    const set = planned(
      { replicas: 1, image: "app:2", grace: 45, minReadySeconds: 7, probes },
      { replicas: 1, grace: 60 },
    );
    // Shortest: the readiness probe is asked after 8 s and needs a second success. Longest: the startup probe uses up
    // its 30 failures, then readiness its 3 and one more period for the second success.
    expect(set.steps.map(({ seconds }) => seconds)).toEqual([
      { shortest: 0, longest: 60 },
      { shortest: 8 + 10 + 7, longest: 5 + 60 + 40 + 7 },
    ]);
    expect(set.seconds).toEqual({ shortest: 25, longest: 172 });
  });

  test("pods that start together count once", () => {
    expect(planned({ podManagementPolicy: "Parallel", probes }).seconds).toEqual({ shortest: 18, longest: 105 });
    expect(planned({ probes }).seconds).toEqual({ shortest: 54, longest: 315 });
  });
});

describe("Inputs that do not fit each other", () => {
  test("an empty old input is a first install, and said so", () => {
    const result = plan(input(statefulSet()), { against: [{ name: "old.yaml", text: "" }] });
    expect(result.statefulSets[0]?.outcome).toBe("install");
    expect(result.notes.join()).toContain("first install");
    expect(result.problems.map(({ kind }) => kind)).toContain("empty");
  });

  test("different namespaces, other releases, and old and new swapped are named", () => {
    const notes = (next: object, old: object) => plan(input(next), { against: input(old) }).notes.join();
    expect(notes(statefulSet({ namespace: "a" }), statefulSet({ namespace: "b" }))).toContain("different namespaces");
    expect(notes(statefulSet({ name: "a", image: "web:1" }), statefulSet({ name: "b" }))).toContain(
      "no StatefulSet of the new input",
    );
    const chart = (version: string) => {
      const set = statefulSet();
      return { ...set, metadata: { ...set.metadata, labels: { "helm.sh/chart": `db-${version}` } } };
    };
    expect(notes(chart("1.9.0"), chart("1.10.0"))).toContain("swapped");
    expect(notes(chart("1.10.0"), chart("1.9.0"))).toBe("");
  });

  test("an absent namespace is the release's", () => {
    const result = plan(input(statefulSet({ image: "app:2" })), { against: input(statefulSet({ namespace: "prod" })) });
    expect(result.statefulSets[0]).toMatchObject({ outcome: "update", namespace: "prod" });
  });

  test("what cannot be read is a problem, and the rest is planned", () => {
    const [text] = input(statefulSet());
    const result = plan([{ name: "x.yaml", text: `a: [\n${text?.text}` }]);
    expect(result.problems).toHaveLength(1);
    expect(result.statefulSets).toHaveLength(1);
  });

  test("a StatefulSet that no plan is made for is a problem, or a note, never silence", () => {
    const set = JSON.stringify(statefulSet());
    const problemsOf = (text: string) => plan([{ name: "x.yaml", text }]).problems.map(({ message }) => message);
    for (const [text, says] of [
      [set.replace('"StatefulSet"', '"Statefulset"'), "did you mean `kind: StatefulSet`"],
      [set.replace('"apps/v1"', '"app/v1"'), "did you mean `apiVersion: apps/v1`"],
      [set.replace('"kind"', '"Kind"'), "write `kind` in place of `Kind`"],
      ["image: db\n", "this document has no `kind`"],
      ["- a\n", "this document is a list"],
      [`kind: List\nitems:\n- ${set.replace('"kind":"StatefulSet",', "")}`, "this item has no `kind`"],
      [`kind: List\nitem:\n- ${set}`, "no `items` but `item`"],
      [
        `apiVersion: v1\nkind: Service\nmetadata: {name: a}\napiVersion: apps/v1\nkind: StatefulSet\n`,
        "`---` is missing",
      ],
    ] as const)
      expect(problemsOf(text).join()).toContain(says);
    expect(problemsOf(`${set}\n---\nkind: ConfigMaps\napiVersion: v1\n`)).toEqual([]);
    const notesOf = (text: string) => plan([{ name: "x.yaml", text }]).notes.join();
    expect(notesOf(set.replace('"apps/v1"', '"apps.kruise.io/v1beta1"'))).toContain("is another controller's");
    expect(notesOf(set.replace('"name"', '"annotations":{"helm.sh/hook":"test"},"name"'))).toContain(
      "`helm test` runs it",
    );
    expect(notesOf(set)).toBe("");
  });

  test("a file that is no manifest beside files that are is said to be none, and the rest is planned", () => {
    const result = plan([...input(statefulSet()), { name: "kustomization.yaml", text: "resources: [a.yaml]\n" }]);
    expect(result.problems.map(({ kind }) => kind)).toEqual(["ignored-text"]);
    expect(result.statefulSets).toHaveLength(1);
  });

  test("replicas that are not written keep those of the live set", () => {
    const live = statefulSet({ replicas: 3 });
    const old = { ...live, metadata: { ...live.metadata, uid: "1-2-3" } };
    const { replicas: _replicas, ...spec } = statefulSet({ image: "app:2" }).spec;
    const [set] = plan(input({ ...statefulSet(), spec }), { against: input(old) }).statefulSets;
    expect(set?.pods).toHaveLength(3);
  });
});

describe("A Deployment and a StatefulSet of one name", () => {
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "db" },
    spec: {
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: {
          containers: [{ name: "c", image: "app:1" }],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "db-data" } }],
        },
      },
    },
  };

  test("the claim that the Deployment leaves behind is named", () => {
    const result = plan(input(statefulSet()), { against: input(deployment) });
    expect(result.statefulSets[0]?.notes.join()).toContain(
      "What it wrote is in `db-data`, which the set does not mount",
    );
  });

  const claim = (annotations = {}) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "db-data", annotations },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });

  test.each([
    ["goes where whoever deploys it deletes it", {}, unknownDeployer],
    ["runs on where it is kept", { "helm.sh/resource-policy": "keep" }, "`helm.sh/resource-policy: keep` keeps it"],
  ])("which, where the new manifests no longer hold it, %s", (_, annotations, what) => {
    const against = [...input(deployment), ...input(claim(annotations))].map((one, index) => ({
      ...one,
      name: `${index}`,
    }));
    expect(plan(input(statefulSet()), { against }).statefulSets[0]?.notes.join()).toContain(
      `and the new manifests no longer hold it: ${what}`,
    );
  });

  test("and so are the claims of a set that becomes a Deployment", () => {
    const result = plan(input(deployment), { against: input(statefulSet({ replicas: 1 })) });
    expect(result.vanished).toEqual([
      {
        name: "db",
        removal: { becomes: "deleted", text: unknownDeployer },
        pods: ["db-0"],
        claims: [{ name: "data-db-0", becomes: "stranded" }],
        replacedBy: { kind: "Deployment", name: "db" },
      },
    ]);
  });
});

const lab = shared("lab/outputs/helm4-template.yaml");
test.skipIf(lab === undefined)("The lab's chart is planned against itself: nothing is touched", () => {
  const inputs = [{ name: "lab", text: readFileSync(lab ?? "", "utf8") }];
  const result = plan(inputs, { against: inputs });
  expect(result.statefulSets.map(({ outcome }) => outcome)).toEqual(["unchanged"]);
});

test("A plan is plain JSON", () => {
  const result = plan(input(statefulSet({ claims: [{ name: "wal" }] })), { against: input(statefulSet()) });
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test("A claim template that comes and one that goes are named", () => {
  const side = (name: string) => [{ name: "set.yaml", text: JSON.stringify(statefulSet({ claims: [{ name }] })) }];
  expect(plan(side("store"), { against: side("data") }).statefulSets[0]?.refused?.changes).toEqual([
    { path: ["spec", "volumeClaimTemplates", 0, "metadata", "name"], to: "store" },
    { path: ["spec", "volumeClaimTemplates", 0, "metadata", "name"], from: "data" },
  ]);
});

test("Labels of a claim template are named one by one", () => {
  const side = (labels: Record<string, string>) => [
    { name: "set.yaml", text: JSON.stringify(statefulSet({ claims: [{ name: "data", labels }] })) },
  ];
  const against = side({ "helm.sh/chart": "db-1", app: "db", heritage: "Helm" });
  const labels = ["spec", "volumeClaimTemplates", 0, "metadata", "labels"];
  const changes = plan(side({ "helm.sh/chart": "db-2", app: "db" }), { against }).statefulSets[0]?.refused?.changes;
  expect(changes).toEqual([
    { path: [...labels, "helm.sh/chart"], from: "db-1", to: "db-2" },
    { path: [...labels, "heritage"], from: "Helm" },
  ]);
  // Absent altogether on one side.
  expect(plan(side({}), { against }).statefulSets[0]?.refused?.changes).toHaveLength(3);
});

describe("What a client's patch loses of the manifest", () => {
  const named = (ports: readonly object[], secrets: readonly object[] = []) => {
    const containers = [{ name: "db", image: "example.com/db:1", ports }];
    const spec = { containers, ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets }) };
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "db" },
      spec: {
        serviceName: "db",
        selector: { matchLabels: { app: "db" } },
        template: { metadata: { labels: { app: "db" } }, spec },
      },
    };
    return [{ name: "set.yaml", text: JSON.stringify(set) }];
  };
  const tcp = { containerPort: 53, name: "t", protocol: "TCP" };
  const udp = { containerPort: 53, name: "u", protocol: "UDP" };

  test("is told, though nothing seems to change", () => {
    const notes = (apply: "client" | "server") =>
      plan(named([tcp, udp]), { against: named([tcp]), apply }).statefulSets[0]?.notes.join("\n");
    expect(notes("client")).toContain("`spec.containers[0].ports[1]` comes out otherwise");
    expect(notes("server")).not.toContain("comes out otherwise");
  });

  test("a patch that cannot be made says what is in its way", () => {
    const both = named([tcp], [{ name: "" }]);
    const [set] = plan(named([udp], [{ name: "" }]), { against: both }).statefulSets;
    expect(set?.outcome).toBe("refused");
    expect(set?.notes.join()).toContain("an entry of `imagePullSecrets` without a name does that");
  });
});

test("A scale-down below the majority of a cluster that needs one says what the software makes of it", () => {
  const etcd = (replicas: number) => {
    const containers = [
      { name: "etcd", image: "quay.io/coreos/etcd:v3.5.0", volumeMounts: [{ name: "data", mountPath: "/data" }] },
    ];
    const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const set = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "etcd" },
      spec: {
        serviceName: "etcd",
        replicas,
        selector: { matchLabels: { app: "etcd" } },
        template: { metadata: { labels: { app: "etcd" } }, spec: { containers } },
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
      },
    };
    return [{ name: "set.yaml", text: JSON.stringify(set) }];
  };
  const notes = (from: number, to: number) =>
    plan(etcd(to), { against: etcd(from) }).statefulSets[0]?.notes.join() ?? "";
  expect(notes(3, 1)).toContain("etcd needs 2 of its 3 members, and the 1 left is no majority");
  expect(notes(3, 2)).not.toContain("majority");
  expect(notes(3, 0)).not.toContain("majority");
});

describe("An update that the server cannot read", () => {
  const withToleration = (options: SetOptions) => {
    const set = statefulSet(options) as unknown as { spec: { template: { spec: Record<string, unknown> } } };
    set.spec.template.spec.tolerations = ["changed"];
    return set;
  };
  const changesOf = (next: SetOptions) => {
    const [set] = plan(input(withToleration(next)), { against: input(statefulSet()) }).statefulSets;
    expect(set?.outcome).toBe("refused");
    return JSON.stringify(set?.refused?.changes.map(({ path }) => path) ?? []);
  };

  test("changes nothing that may not change where only the rest of it cannot be read", () => {
    expect(changesOf({})).toBe("[]");
  });

  test("tells of what may not change and can be read", () => {
    expect(changesOf({ serviceName: "other" })).toBe('[["spec","serviceName"]]');
  });
});
