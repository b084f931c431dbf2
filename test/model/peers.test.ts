import { describe, expect, test } from "vitest";
import { hostMentions, peerReferences } from "../../src/model/peers.ts";
import { Release } from "../../src/model/release.ts";
import { readManifests } from "../../src/read/index.ts";
import fc from "../properties.ts";

function setWith(text: string, services = "") {
  const manifests = [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "db" },
      spec: { serviceName: "db-hl", template: { spec: { containers: [{ name: "db", args: [text] }] } } },
    },
  ];
  const { documents } = readManifests([{ name: "x", text: `${JSON.stringify(manifests[0])}\n---\n${services}` }]);
  const [set] = new Release(documents).statefulSets;
  if (set === undefined) throw new Error("no set");
  return set;
}

function peers(text: string, services?: string) {
  return peerReferences(setWith(text, services)).map(({ ordinal, domain, port }) => [ordinal, domain.join("."), port]);
}

describe("a set's pods in its configuration", () => {
  test("by DNS name, with and without a port", () => {
    expect(peers("--join=http://db-2.db-hl.prod.svc:5432,db-10.db-hl")).toEqual([
      [2, "db-hl.prod.svc", 5432],
      [10, "db-hl", undefined],
    ]);
  });

  test("a range stands for its ends", () => {
    expect(peers("http://db-{0...3}.db-hl:9000/data")).toEqual([
      [0, "db-hl", 9000],
      [3, "db-hl", 9000],
    ]);
  });

  test("a domain that ends in a variable", () => {
    expect(peerReferences(setWith("db-0.db-hl.$(NAMESPACE).svc"))[0]).toMatchObject({ domain: ["db-hl"], open: true });
    expect(peerReferences(setWith("db-0.db-hl. And more"))[0]).not.toHaveProperty("open");
  });

  test.each(["rs0/db-0:27017", "http://db-0:27017", "tcp:db-0:27017", "see db-0:27017."])("in %s", (text) =>
    expect(peers(text)).toEqual([[0, "", 27017]]),
  );

  test.each([
    "ghcr.io/acme/db-22:1",
    "db-22:1.2",
    "s3://bucket/db-0",
    "arn:aws:db-0:1",
    "https://db-0.db-hl.example.org",
  ])("not where it is an image, a path, a resource or a host outside the cluster: %s", (text) =>
    expect(peers(text)).toEqual([]),
  );

  test.each(["my-db-0.db-hl", "db-0-backup", "x.db-0", "db-01", "db-a", "# db-1.db-hl", "  // db-1.db-hl", "db-"])(
    "not in %s",
    (text) => expect(peers(text)).toEqual([]),
  );

  test("a Service of the pod's own name is that Service", () => {
    const service = "apiVersion: v1\nkind: Service\nmetadata: { name: db-0 }\n";
    expect(peers("db-0.prod:80", service)).toEqual([]);
    expect(peers("db-0.db-hl:80", service)).toHaveLength(1);
    expect(peers("db-0.prod.svc.cluster.local")).toEqual([]);
  });

  test("any text is searched without a fault, and what is found stands in it", () => {
    const part = fc.constantFrom("db-", "0", "{0...9}", ".db-hl", ":80", ",", "-", ".", "$(X)", "\n", "#");
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 20 }), (parts) => {
        const text = parts.join("");
        for (const reference of peerReferences(setWith(text))) expect(text).toContain(reference.text);
      }),
    );
  });
});

describe("a Service as a host", () => {
  test.each(["db-hl:5432", "http://db-hl.prod.svc", "$(POD_NAME).db-hl", "db-hl", "x=$(HOST).db-hl.$(NS).svc"])(
    "in %s",
    (text) => expect(hostMentions(setWith(text), "db-hl")).toHaveLength(1),
  );

  test.each(["the db-hl is there", "my-db-hl:80", "db-hl-2:80", "/etc/db-hl.yaml", "# db-hl:80", ""])(
    "not in %s",
    (text) => expect(hostMentions(setWith(text), "db-hl")).toEqual([]),
  );
});
