import { describe, expect, test } from "vitest";
import { imageName, knownWorkload, knownWorkloads } from "../../src/model/known-workload.ts";
import { readPod } from "../../src/model/read-pod.ts";

function known(...containers: Record<string, unknown>[]): string | undefined {
  return knownWorkload(readPod({ spec: { containers } }, []).containers)?.id;
}

describe("software is recognised", () => {
  test.each([
    ["postgres:17", "postgresql"],
    ["docker.io/bitnami/postgresql:16.4.0-debian-12-r1", "postgresql"],
    ["ghcr.io/zalando/spilo-15:3.0-p1", "patroni"],
    ["registry:5000/etcd-amd64", "etcd"],
    ["docker.elastic.co/elasticsearch/elasticsearch@sha256:abc", "elasticsearch"],
    ["valkey/valkey:8", "redis"],
    ["bitnami/mariadb-galera", "galera"],
    ["cockroachdb/cockroach:v25.1.0", "cockroachdb"],
  ])("by the image %s", (image, id) => expect(known({ name: "db", image })).toBe(id));

  test.each([
    "prometheuscommunity/postgres-exporter",
    "bitnami/redis-exporter",
    "example.com/mongo-backup",
    "",
    "postgres-init",
  ])("not by an image that only names it: %s", (image) => expect(known({ name: "x", image })).toBeUndefined());

  test("by the program it starts, which outweighs the image", () => {
    expect(
      known({
        name: "x",
        image: "pulsar",
        command: ["sh", "-c"],
        args: ["prepare;\nOPTS='-Xmx1g' exec bin/pulsar zookeeper"],
      }),
    ).toBe("zookeeper");
    expect(known({ name: "x", image: "mongo", command: ["mongos", "--configdb=conf"] })).toBe("mongos");
    expect(known({ name: "x", image: "own/build", command: ["/usr/local/bin/etcd", "--name=a"] })).toBe("etcd");
  });

  test("Kafka's mode by its settings", () => {
    const image = "apache/kafka:4.0";
    expect(known({ name: "x", image })).toBe("kafka");
    expect(known({ name: "x", image, env: [{ name: "KAFKA_PROCESS_ROLES", value: "broker,controller" }] })).toBe(
      "kafka-kraft",
    );
  });

  test("Elasticsearch's nodes that do not vote", () => {
    const image = "elasticsearch:9";
    expect(known({ name: "x", image, env: [{ name: "node.roles", value: "data,ingest" }] })).toBe("elasticsearch-data");
    expect(known({ name: "x", image, env: [{ name: "node.roles", value: "master,data" }] })).toBe("elasticsearch");
  });

  test("beside an exporter that comes first", () => {
    expect(known({ name: "exporter", image: "redis-exporter" }, { name: "redis", image: "redis" })).toBe("redis");
  });

  test("never by a name that objects have anyway", () => {
    for (const image of ["constructor", "__proto__", "toString"]) {
      expect(known({ name: "x", image, command: [image] })).toBeUndefined();
    }
  });
});

test("an image's name is the last part of its repository", () => {
  expect(imageName("registry.example.com:5000/team/db:1.2@sha256:0")).toBe("db");
  expect(imageName("db")).toBe("db");
});

test("every entry tells where it is from, and can be recognised", () => {
  for (const { id, sources, images, programs } of knownWorkloads()) {
    expect(sources, id).not.toEqual([]);
    expect(images.length + programs.length, id).toBeGreaterThan(0);
    for (const source of sources) expect(source).toMatch(/^(https:\/\/\S+|[\w.-]+\/[\w.-]+#\d+)$/);
  }
});

test("an entry with a condition stands ahead of the general one of its image", () => {
  const general = new Set<string>();
  for (const { only, images } of knownWorkloads()) {
    for (const image of images) {
      if (only === undefined) general.add(image);
      else expect(general.has(image), image).toBe(false);
    }
  }
});
