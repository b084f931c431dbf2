import { describe, expect, test } from "vitest";
import { knownReadyAlone, looksUpUnready, readyOnlyWithPeers } from "../../src/model/readiness.ts";
import { Release } from "../../src/model/release.ts";
import { readManifests } from "../../src/read/index.ts";

function setOf(image: string, readinessProbe: unknown, configMap?: Record<string, string>) {
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db" },
    spec: {
      template: {
        spec: {
          containers: [{ name: "db", image, ...(readinessProbe === undefined ? {} : { readinessProbe }) }],
          volumes: [{ name: "scripts", configMap: { name: "scripts" } }],
        },
      },
    },
  };
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "scripts" }, data: configMap ?? {} };
  const { documents } = readManifests([{ name: "x", text: `${JSON.stringify(set)}\n---\n${JSON.stringify(map)}` }]);
  const [view] = new Release(documents).statefulSets;
  if (view === undefined) throw new Error("no set");
  return view;
}

const exec = (...command: string[]) => ({ exec: { command } });

describe("a member that is ready only with others", () => {
  test("software that is known for it, unless its probe asks for less", () => {
    expect(readyOnlyWithPeers(setOf("etcd", { httpGet: { path: "/health", port: 2379 } }))?.known?.id).toBe("etcd");
    expect(readyOnlyWithPeers(setOf("zookeeper", exec("sh", "-c", "echo ruok | nc localhost 2181")))).toBeUndefined();
    expect(
      readyOnlyWithPeers(setOf("nats", { httpGet: { path: "/healthz?js-server-only=true", port: 8222 } })),
    ).toBeUndefined();
  });

  test("unknown software whose probe asks for the cluster", () => {
    expect(readyOnlyWithPeers(setOf("own/grid", exec("gridctl", "has-leader")))?.known).toBeUndefined();
    expect(readyOnlyWithPeers(setOf("own/grid", exec("gridctl", "has-leader")))).toBeDefined();
    expect(readyOnlyWithPeers(setOf("own/grid", { httpGet: { path: "/cluster/health", port: 80 } }))).toBeDefined();
    expect(readyOnlyWithPeers(setOf("own/grid", { httpGet: { path: "/ready", port: 80 } }))).toBeUndefined();
  });

  test("a script that the probe calls, where its ConfigMap is at hand", () => {
    const probe = exec("sh", "-c", "/scripts/ready.sh 1");
    expect(
      readyOnlyWithPeers(setOf("own/grid", probe, { "ready.sh": "grid info | grep cluster_state:ok" })),
    ).toBeDefined();
    expect(
      readyOnlyWithPeers(setOf("own/grid", probe, { "other.sh": "grid info | grep cluster_state:ok" })),
    ).toBeUndefined();
  });

  test("nobody without a readiness probe", () => {
    expect(readyOnlyWithPeers(setOf("etcd", undefined))).toBeUndefined();
  });
});

test("a first member that founds the cluster alone still needs others to be found later", () => {
  const rabbit = setOf("rabbitmq", exec("rabbitmq-diagnostics", "check_local_alarms"));
  expect(readyOnlyWithPeers(rabbit)).toBeUndefined();
  expect(looksUpUnready(rabbit)?.known?.id).toBe("rabbitmq");
});

test("software that is ready alone, as far as is known", () => {
  expect(knownReadyAlone(setOf("postgres", exec("pg_isready")))).toBe(true);
  expect(knownReadyAlone(setOf("own/grid", exec("true")))).toBe(false);
  expect(knownReadyAlone(setOf("etcd", { httpGet: { path: "/health", port: 2379 } }))).toBe(false);
});
