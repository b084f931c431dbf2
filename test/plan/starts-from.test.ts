import { describe, expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { planText } from "../../src/report/plan/text.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

function input(...manifests: readonly object[]) {
  return [{ name: "input.yaml", text: manifests.map((one) => `---\n${JSON.stringify(one)}\n`).join("") }];
}

/** A pod as a cluster shows it: ready, or waiting for a reason. */
function pod(name: string, revision: string, waiting?: string) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "prod",
      labels: { app: "db", "controller-revision-hash": revision },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "db", uid: "1", controller: true }],
    },
    status: {
      conditions: [{ type: "Ready", status: waiting === undefined ? "True" : "False" }],
      containerStatuses: [{ name: "c", state: waiting === undefined ? {} : { waiting: { reason: waiting } } }],
    },
  };
}

function running(options: SetOptions, ...pods: readonly object[]) {
  const set = statefulSet({ ...options, namespace: "prod" });
  return input(
    {
      ...set,
      metadata: { ...set.metadata, uid: "1" },
      status: { currentRevision: "db-1", updateRevision: "db-2" },
    },
    ...pods,
  );
}

const broken = { image: "app:broken", replicas: 2 };
const halfway = [pod("db-0", "db-1"), pod("db-1", "db-2", "ImagePullBackOff")];

function planned(next: SetOptions, against: ReturnType<typeof input>) {
  const made = plan(input(statefulSet({ ...next, namespace: "prod" })), { against });
  const [set] = made.statefulSets;
  if (set === undefined) throw new Error("no StatefulSet was planned");
  return { made, set };
}

describe("An update of a set whose rollout is stuck behind a broken pod", () => {
  const { made, set } = planned({ image: "app:mended", replicas: 2 }, running(broken, ...halfway));

  test("begins with deleting that pod by hand, and says why", () => {
    expect(set.startsFrom?.pods.map(({ name, ready, waiting }) => [name, ready, waiting])).toEqual([
      ["db-0", true, undefined],
      ["db-1", false, "ImagePullBackOff"],
    ]);
    expect(set.startsFrom?.byHand.map(({ command }) => command)).toEqual(["kubectl -n prod delete pod/db-1"]);
    expect(set.consequences.filter(({ severity }) => severity === "error").map(({ kind }) => kind)).toEqual(["stuck"]);
    expect(
      set.steps.map(({ actions }) => actions.map((each) => `${each.do} ${each.pod} ${each.because}`).join()),
    ).toEqual(["delete db-1 by-hand", "create db-1 update", "delete db-0 update", "create db-0 update"]);
    expect(planText(made)).toContain("first, by hand\n    delete `db-1` by hand once the update is applied");
  });

  test("under Parallel the controller goes on by itself", () => {
    const parallel = { podManagementPolicy: "Parallel" };
    const { set: other } = planned(
      { ...parallel, image: "app:mended", replicas: 2 },
      running({ ...broken, ...parallel }, ...halfway),
    );
    expect(other.startsFrom?.byHand).toEqual([]);
  });

  test("nothing is deleted that would come back just as broken", () => {
    const { set: same } = planned(broken, running(broken, ...halfway));
    expect(same.startsFrom?.byHand).toEqual([]);
  });
});

test("A set of a thousand pods is no exception: the pod that the rollout would wait for goes first", () => {
  const { set } = planned(
    { image: "app:mended", replicas: 1000 },
    running({ image: "app:1", replicas: 1000 }, pod("db-0", "db-2"), pod("db-1", "db-2", "ImagePullBackOff")),
  );
  expect(set.startsFrom?.byHand.map(({ command }) => command)).toEqual(["kubectl -n prod delete pod/db-1"]);
  expect(set.consequences.filter(({ severity }) => severity === "error").map(({ kind }) => kind)).toEqual(["stuck"]);
});

test("Pods that restart together are named as the controller takes them, the highest first", () => {
  const made = plan(input(parallelSet("app:2")), { against: input(parallelSet("app:1")) });
  expect(made.statefulSets[0]?.restarts?.pods).toEqual(["db-5", "db-4", "db-3", "db-2", "db-1", "db-0"]);
});

function parallelSet(image: string) {
  const set = statefulSet({ image, replicas: 6, namespace: "prod" });
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 3 } };
  return { ...set, spec: { ...set.spec, podManagementPolicy: "Parallel", updateStrategy } };
}
