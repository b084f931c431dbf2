import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";

interface ClaimParts {
  readonly size?: string;
  readonly className?: string | null;
  readonly live?: boolean;
}

/** A claim that a chart renders, or as a cluster holds it with what the server and the volume's driver added. */
function claim({ size = "2Gi", className, live = false }: ClaimParts) {
  const spec = {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: size } },
    ...(className === undefined ? {} : { storageClassName: className }),
  };
  const added = { storageClassName: "standard", volumeMode: "Filesystem", volumeName: "pv-1", ...spec };
  const text = JSON.stringify({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "db-data", namespace: "prod", ...(live ? { uid: "0b7c5a0e", resourceVersion: "7" } : {}) },
    spec: live ? added : spec,
    ...(live ? { status: { phase: "Bound", capacity: { storage: size } } } : {}),
  });
  return [{ name: "claim.yaml", text }];
}

const refusals = (next: ClaimParts, running: ClaimParts) =>
  lint(claim(next), { against: claim(running), kubernetesVersion: "1.36" })
    .findings.filter(({ severity }) => severity === "error")
    .map(({ message }) => message);

describe("The update of a claim that the manifests hold", () => {
  test.each([
    ["that a chart rendered", {}],
    ["that a cluster holds", { live: true }],
  ])("%s is accepted unchanged, and larger", (_name, running) => {
    expect(refusals({}, running)).toEqual([]);
    expect(refusals({ size: "5Gi" }, running)).toEqual([]);
  });

  test.each([
    ["that a chart rendered", {}],
    ["that a cluster holds", { live: true }],
  ])("%s is refused smaller", (_name, running) => {
    expect(refusals({ size: "1Gi" }, running)).toEqual([
      expect.stringContaining(
        "shrinks (`resources.requests.storage: 2Gi → 1Gi`), which no claim can: the API server refuses it",
      ),
    ]);
  });

  test("of another class is refused where the class is known", () => {
    expect(refusals({ className: "slow" }, { className: "fast" })).toEqual([
      expect.stringContaining("changes `storageClassName: fast → slow`, which no update of a claim may do"),
    ]);
    expect(refusals({ className: "slow" }, { live: true })).toEqual([
      expect.stringContaining("changes `storageClassName: standard → slow`, which no update of a claim may do"),
    ]);
    expect(refusals({ className: "standard" }, { live: true })).toEqual([]);
    // A chart's `storageClassName:` with nothing behind it.
    expect(refusals({ className: null }, { live: true })).toEqual([]);
    // What class the cluster gave it, no render tells.
    expect(refusals({ className: "slow" }, {})).toEqual([]);
  });
});

test("A refusal that a rule about the update explains is told once", () => {
  const service = (metadata: object, spec: object) => [
    {
      name: "service.yaml",
      text: JSON.stringify({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "db", namespace: "prod", ...metadata },
        spec: { selector: { app: "db" }, ports: [{ port: 80 }], ...spec },
      }),
    },
  ];
  const running = service(
    { uid: "0b7c5a0e", resourceVersion: "7" },
    { clusterIP: "10.96.0.7", clusterIPs: ["10.96.0.7"] },
  );
  const told = (options: Parameters<typeof lint>[1]) =>
    lint(service({}, { clusterIP: "None" }), { against: running, ...options }).findings.map(({ rule }) => rule);
  expect(told({})).toEqual(["service-immutable"]);
  expect(told({ rules: { "service-immutable": "off" } })).toEqual(["api-refused"]);
});
