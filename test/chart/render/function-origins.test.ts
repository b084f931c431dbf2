import { describe, expect, it } from "vitest";
import { functionsOf } from "../../../src/chart/render/functions/index.ts";
import type { Origin, ValueRef } from "../../../src/chart/render/origin.ts";
import { Text } from "../../../src/chart/render/text.ts";
import { BudgetError, type Value } from "../../../src/chart/render/value.ts";
import { callFunction, callOf, dictOf, intOf, listOf, textOf } from "./calling.ts";

const refs = new Map<string, ValueRef>();

/** A value's text, which knows that it is the value `name`. */
function valued(name: string, text: string): Text {
  const ref = refs.get(name) ?? { path: [name] };
  refs.set(name, ref);
  return Text.from(text, { values: [ref] });
}

function literalText(text: string): Text {
  return Text.from(text, { place: { file: "templates/a.yaml", start: 100, end: 100 + text.length }, isLiteral: true });
}

/** The text with each part that comes from values as `[part<names]`. */
function traced(value: Value): string {
  if (value.kind !== "string") throw new Error("no text");
  let at = 0;
  let out = "";
  for (const { length, origin } of value.runs ?? [{ length: value.value.length }]) {
    const part = value.value.slice(at, at + length);
    const names = (origin?.values ?? []).map(({ path }) => path.join(".")).join("+");
    out += names === "" ? part : `[${part}<${names}]`;
    at += length;
  }
  return out;
}

function originAt(value: Value, part: string): Origin | undefined {
  if (value.kind !== "string") throw new Error("no text");
  let at = value.value.indexOf(part);
  for (const { length, origin } of value.runs ?? []) {
    if (at < length) return origin;
    at -= length;
  }
  return undefined;
}

const run = (name: string, ...args: Value[]): Value => callFunction(name, args);
const plain = (text: string): Text => new Text(text);

describe("where a function's result comes from", () => {
  it("keeps the origin of each character that strings are cut and joined from", () => {
    const name = valued("name", "web-server");
    expect(traced(run("trunc", intOf(3), name))).toBe("[web<name]");
    expect(traced(run("replace", plain("-"), plain("_"), name))).toBe("[web<name]_[server<name]");
    expect(traced(run("replace", plain("x"), plain("y"), valued("name", "")))).toBe("[<name]");
    expect(traced(run("quote", name))).toBe('"[web-server<name]"');
    expect(traced(run("cat", name, plain("x"), valued("port", "80")))).toBe("[web-server<name] x [80<port]");
    expect(traced(run("join", plain(","), run("splitList", plain("-"), name)))).toBe("[web<name],[server<name]");
    expect(traced(run("nindent", intOf(2), plain("a\nb")))).toBe("\n  a\n  b");
    expect(traced(run("upper", name))).toBe("[WEB-SERVER<name]");
    expect(traced(run("trimSuffix", plain("-server"), name))).toBe("[web<name]");
  });

  it("gives all values to what is computed from the whole", () => {
    const both = Text.join([valued("a", "x"), plain("/"), valued("b", "y")]);
    expect(traced(run("b64enc", both))).toBe("[eC95<a+b]");
    expect(traced(run("sha256sum", both))).toMatch(/^\[[0-9a-f]{64}<a\+b\]$/);
    const sum = run(
      "add",
      { kind: "float", value: 1, goType: "float64", origin: { values: [{ path: ["n"] }] } },
      intOf(2),
    );
    expect(sum).toMatchObject({ value: 3n, origin: { values: [{ path: ["n"] }] } });
  });

  it("feeds nothing from what lost, was asked or counted", () => {
    const [won, lost] = [valued("won", "w"), valued("lost", "l")];
    expect(traced(run("default", lost, won))).toBe("[w<won]");
    expect(traced(run("coalesce", plain(""), won, lost))).toBe("[w<won]");
    expect(traced(run("ternary", won, lost, { kind: "bool", value: true }))).toBe("[w<won]");
    expect(run("contains", plain("w"), won)).toEqual({ kind: "bool", value: true });
    expect(run("hasKey", dictOf([["a", won]]), plain("a"))).toEqual({ kind: "bool", value: true });
  });

  it("keeps each key and scalar's origin in YAML and JSON", () => {
    const value = dictOf([
      ["image", dictOf([["tag", valued("tag", "1.0")]])],
      ["list", listOf(valued("item", "yes"))],
    ]);
    expect(traced(run("toYaml", value))).toBe('image:\n  tag: "[1.0<tag]"\nlist:\n- "[yes<item]"');
    expect(traced(run("toJson", value))).toBe('{"image":{"tag":"[1.0<tag]"},"list":["[yes<item]"]}');
    expect(traced(run("toToml", dictOf([["k", valued("v", 'a"b')]])))).toBe('k = "[a\\"b<v]"\n');
  });

  it("keeps the place of template text through fromYaml, merge and toYaml", () => {
    const source = literalText("spec:\n  replicas: 3\n  name: web\n");
    const read = run("fromYaml", source);
    const merged = run("merge", dictOf([["spec", dictOf([["extra", valued("extra", "e")]])]]), read);
    const written = run("toYaml", merged);
    expect(textOf(written)).toBe("spec:\n  extra: e\n  name: web\n  replicas: 3");
    expect(originAt(written, "replicas")).toMatchObject({ isLiteral: true, place: { start: 108, end: 116 } });
    expect(originAt(written, "web")).toMatchObject({ isLiteral: true, place: { start: 128, end: 131 } });
    expect(traced(written)).toContain("[e<extra]");
  });

  it("marks what is random", () => {
    for (const [name, ...args] of [["randAlphaNum", intOf(5)], ["uuidv4"], ["genPrivateKey", plain("rsa")]] as [
      string,
      ...Value[],
    ][])
      expect(originAt(run(name, ...args), "")?.isRandom).toBe(true);
  });
});

describe("a long text of one origin", () => {
  it.each([
    ["nindent", intOf(4)],
    ["indent", intOf(4)],
  ])("is told of as a whole where %s changes each line", (name, spaces) => {
    const made = run(name, spaces, literalText("a line\n".repeat(20_000))) as Text;
    expect(made.runCount).toBeLessThan(4);
    expect(originAt(made, "a line")).toMatchObject({
      place: { file: "templates/a.yaml", start: 100 },
      isLiteral: false,
    });
    expect(made.value.match(/^ {4}a line$/gm)).toHaveLength(20_000);
  });

  it("and where YAML escapes each line", () => {
    const made = run("toYaml", dictOf([["a", literalText('a\t"line"\n'.repeat(20_000))]])) as Text;
    expect(made.runCount).toBeLessThan(10);
    expect(originAt(made, "line")).toMatchObject({ place: { file: "templates/a.yaml" }, isLiteral: false });
  });
});

describe("what a function may use up", () => {
  it.each([
    ["until", intOf(1e12)],
    ["untilStep", intOf(0), intOf(1e12), intOf(1)],
    ["seq", intOf(1e12)],
    ["repeat", intOf(1e12), plain("ab")],
    ["nindent", intOf(1e12), plain("a\nb")],
    ["randAlphaNum", intOf(1e12)],
    ["randBytes", intOf(1e12)],
  ] as [string, ...Value[]][])("stops %s before it takes the memory", (name, ...args) => {
    expect(() => run(name, ...args)).toThrow(BudgetError);
  });

  it("stops a replacement that grows without end", () => {
    let text = plain("a");
    expect(() => {
      for (;;) text = callFunction("replace", [plain("a"), plain("a".repeat(10)), text], callOf("4", 100_000)) as Text;
    }).toThrow(BudgetError);
  });
});

describe("the maps of both helms", () => {
  it("differ by two names", () => {
    const [helm3, helm4] = [Object.keys(functionsOf("3")), Object.keys(functionsOf("4"))];
    expect(helm4.filter((name) => !helm3.includes(name)).sort()).toEqual(["mustToToml", "mustToYaml"]);
    expect(helm4.length).toBeGreaterThan(200);
  });
});
