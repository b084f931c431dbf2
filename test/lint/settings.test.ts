import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { OptionError } from "../../src/lint/contract/options.ts";
import { wildcard } from "../../src/lint/engine/settings.ts";
import fc from "../properties.ts";

const text = `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 2
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers: [{ name: db, image: example.com/db:1 }]
`;

const rule = "governing-service-not-headless";
const severity = (options: Parameters<typeof lint>[1]) =>
  lint([{ name: "db.yaml", text }], options).findings.find((finding) => finding.rule === rule)?.severity;

describe("the severity of a rule", () => {
  test("is its own, then what `rules` says, then what a fitting override says", () => {
    const overrides = [{ match: { name: "db" }, rules: { [rule]: "info" as const } }];
    expect(severity({})).toBe("error");
    expect(severity({ rules: { [rule]: "warning" } })).toBe("warning");
    expect(severity({ rules: { [rule]: "warning" }, overrides })).toBe("info");
    expect(severity({ rules: { [rule]: "off" } })).toBeUndefined();
    expect(severity({ overrides: [{ match: { name: "other" }, rules: { [rule]: "off" } }] })).toBe("error");
  });

  test("a rule that is off can be on for some resources", () => {
    expect(
      severity({
        rules: { [rule]: "off" },
        overrides: [{ match: { kind: "StatefulSet" }, rules: { [rule]: "error" } }],
      }),
    ).toBe("error");
  });
});

describe("a setting that cannot be used is said, with what was meant", () => {
  test.each([
    [{ rules: { "governing-service-not-headles": "off" as const } }, /did you mean `governing-service-not-headless`/],
    [{ rules: { [rule]: "warn" as "warning" } }, /did you mean `warning`/],
    [{ preset: "recomended" as "recommended" }, /did you mean `recommended`/],
    [{ rules: { [rule]: ["error", { nonsense: 1 }] as const } }, /has no option `nonsense`/],
    [{ kubernetesVersion: "2.0" }, /no Kubernetes version/],
    [{ kubernetesVersion: "1.12" }, /1\.30 to 1\.37/],
  ])("%j", (options, message) => {
    expect(() => lint([{ name: "db.yaml", text }], options)).toThrow(OptionError);
    expect(() => lint([{ name: "db.yaml", text }], options)).toThrow(message);
  });
});

test("a `*` stands for any run of characters", () => {
  expect(wildcard("a*c", "abbbc")).toBe(true);
  expect(wildcard("a*c", "abbbd")).toBe(false);
  expect(wildcard("*", "")).toBe(true);
  expect(wildcard("ab*ba", "aba")).toBe(false);
  const part = fc.string({ unit: fc.constantFrom("a", "b", "-") });
  fc.assert(fc.property(part, part, part, (one, two, three) => wildcard(`${one}*${three}`, one + two + three)));
});
