import { describe, expect, test } from "vitest";
import { integerValue, isIntOrString, percentOf, scaledValue } from "../../src/model/int-or-string.ts";
import { isLabelKey, isLabelValue, labelKeyComplaints } from "../../src/model/label-syntax.ts";
import {
  byteLength,
  dns1035LabelComplaints,
  dnsLabelComplaints,
  environmentNameComplaints,
  isDnsLabel,
  isDnsSubdomain,
  isPortName,
} from "../../src/model/names.ts";
import fc from "../properties.ts";

const inner = fc.constantFrom(..."abcxyz0129-");
const ends = fc.constantFrom(..."abcxyz0129");
const label = fc
  .tuple(ends, fc.array(inner, { maxLength: 61 }), ends)
  .map(([first, middle, last]) => first + middle.join("") + last);

describe("names", () => {
  test("a DNS label is letters and digits, dashes inside, at most 63", () => {
    fc.assert(fc.property(label, (name) => isDnsLabel(name)));
    fc.assert(fc.property(label, (name) => !isDnsLabel(`${name}-`) && !isDnsLabel(`-${name}`)));
    expect(isDnsLabel("a".repeat(63))).toBe(true);
    expect(dnsLabelComplaints("a".repeat(64))).toEqual(["must be no more than 63 characters"]);
    expect(dnsLabelComplaints("a.b")).toEqual(["must not contain dots"]);
  });

  test("a DNS subdomain is labels and dots", () => {
    fc.assert(fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (parts) => isDnsSubdomain(parts.join("."))));
    for (const name of ["", ".", "a..b", "A", "a_b", "é"]) expect(isDnsSubdomain(name)).toBe(false);
  });

  test("a label after RFC 1035 starts with a letter", () => {
    fc.assert(fc.property(label, (name) => (dns1035LabelComplaints(name).length === 0) === /^[a-z]/.test(name)));
  });

  test("every text is good or gets a sentence, never an exception", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const complaint of [
          ...dnsLabelComplaints(text),
          ...labelKeyComplaints(text),
          ...environmentNameComplaints(text, true),
        ])
          expect(complaint.length).toBeGreaterThan(5);
      }),
    );
  });

  test("lengths are counted in bytes, as Go does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(byteLength(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  });

  test("a port's name has a letter and at most 15 characters", () => {
    expect(["http", "a-1", "8080a"].every(isPortName)).toBe(true);
    expect(["8080", "", "a--b", "-a", "a-", "HTTP", "a".repeat(16)].some(isPortName)).toBe(false);
  });
});

describe("labels", () => {
  test("a key may have a domain, a value may be empty", () => {
    fc.assert(fc.property(label, label, (domain, name) => isLabelKey(`${domain}/${name}`) && isLabelValue(name)));
    expect(isLabelValue("")).toBe(true);
    for (const key of ["", "/a", "a/", "a/b/c", "a b"]) expect(isLabelKey(key)).toBe(false);
    for (const value of ["-a", "a b", "a".repeat(64)]) expect(isLabelValue(value)).toBe(false);
  });

  test("the words are those of the version", () => {
    expect(labelKeyComplaints("a/b/c", 34)[0]).toMatch(/^a qualified name /);
    expect(labelKeyComplaints("a/b/c", 35)[0]).toMatch(/^a valid label key /);
    expect(labelKeyComplaints("a".repeat(64), 34)).toEqual(["name part must be no more than 63 characters"]);
    expect(labelKeyComplaints("a".repeat(64), 37)).toEqual(["name part must be no more than 63 bytes"]);
  });
});

describe("numbers or texts", () => {
  test("a number is itself, a percentage is of the total", () => {
    fc.assert(fc.property(fc.integer(), fc.nat(1000), (value, total) => scaledValue(value, total, "up") === value));
    fc.assert(
      fc.property(fc.nat(100), fc.nat(1000), (percent, total) => {
        const up = scaledValue(`${percent}%`, total, "up") ?? Number.NaN;
        const down = scaledValue(`${percent}%`, total, "down") ?? Number.NaN;
        expect(up - down === 0 || up - down === 1).toBe(true);
        expect(down).toBeLessThanOrEqual((percent * total) / 100);
      }),
    );
    expect(scaledValue("5", 10, "up")).toBeUndefined();
    expect(percentOf("50%")).toBe(50);
    expect([integerValue("7"), integerValue("x"), integerValue(3)]).toEqual([7, 0, 3]);
  });

  test("only 32 bits and texts count", () => {
    expect([1, -1, "http", 2 ** 31 - 1].every(isIntOrString)).toBe(true);
    expect([1.5, 2 ** 31, true, null, {}].some(isIntOrString)).toBe(false);
  });
});
