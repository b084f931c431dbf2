import { describe, expect, test } from "vitest";
import { renderEngine } from "../../../src/chart/render/engine.ts";
import { fromJson } from "../../../src/chart/render/from-json.ts";
import type { Origin } from "../../../src/chart/render/origin.ts";
import type { GoMap } from "../../../src/chart/render/value.ts";

/** Renders files of a chart and tells of the characters of `found` in the output where they came from. */
function originsOf(files: Readonly<Record<string, string>>, found: string, values: unknown = {}): Origin | undefined {
  const dot = fromJson({}) as GoMap;
  const given = fromJson({ Values: values }) as GoMap;
  for (const [name, entry] of given.entries) dot.entries.set(name, entry);
  const entry = dot.entries.get("Values");
  if (entry !== undefined) dot.entries.set("Values", { ...entry, value: fromJson(values, []) });
  const templates = Object.entries(files).map(([file, text]) => ({
    name: `c/${file}`,
    file,
    text,
    basePath: "c/templates",
    dot,
  }));
  const options = { helm: "4", now: new Date(0), seed: "" } as const;
  const text = renderEngine(templates, options).get("c/templates/t.yaml");
  const at = text?.value.indexOf(found) ?? -1;
  expect(at, text?.value).toBeGreaterThanOrEqual(0);
  return text?.originAt(at);
}

/** What a template's text has at a place, or what follows where the place is one character. */
function quoted(files: Readonly<Record<string, string>>, place: Origin["place"]): string | undefined {
  return place && files[place.file]?.slice(place.start, place.end);
}

const paths = (origin: Origin | undefined) => origin?.values?.map(({ path }) => path.join("."));

describe("a character of a rendered chart", () => {
  test("that is literal text knows its own place in the file", () => {
    const files = { "templates/t.yaml": "{{ $x := 1 -}}\nkind: {{ $x }}\nname: web\n" };
    const origin = originsOf(files, "web");
    expect(origin).toMatchObject({ isLiteral: true, via: [] });
    expect(origin?.place).toMatchObject({ file: "templates/t.yaml", start: files["templates/t.yaml"].indexOf("web") });
  });

  test("that an action printed knows the action and the value", () => {
    const files = { "templates/t.yaml": "name: {{ .Values.name | quote }}\n" };
    const origin = originsOf(files, "web", { name: "web" });
    expect(quoted(files, origin?.place)).toBe("{{ .Values.name | quote }}");
    expect(origin?.isLiteral).not.toBe(true);
    expect(paths(origin)).toEqual(["name"]);
  });

  test("keeps the value it came from through printf, and the format's own characters have none", () => {
    const files = { "templates/t.yaml": '{{ printf "%s-x:%v" .Values.a .Values.n }}' };
    expect(paths(originsOf(files, "web", { a: "web", n: 7 }))).toEqual(["a"]);
    expect(paths(originsOf(files, "7", { a: "web", n: 7 }))).toEqual(["n"]);
    expect(paths(originsOf(files, "-x", { a: "web", n: 7 }))).toBeUndefined();
  });

  test("that was chosen by `or` comes from the value that was taken, not from the one that was empty", () => {
    const files = { "templates/t.yaml": "{{ or .Values.empty .Values.b }}" };
    expect(paths(originsOf(files, "web", { empty: "", b: "web" }))).toEqual(["b"]);
  });

  test("of an include is placed in the define, and names the including actions, outermost first", () => {
    const files = {
      "templates/_h.tpl":
        '{{ define "inner" }}app: {{ .Values.name }}{{ end }}{{ define "outer" }}{{ include "inner" . }}{{ end }}',
      "templates/t.yaml": 'labels:\n  {{ include "outer" . | trim }}\n',
    };
    const literal = originsOf(files, "app", { name: "web" });
    expect(literal).toMatchObject({ isLiteral: true });
    expect(literal?.place?.start).toBe(files["templates/_h.tpl"].indexOf("app"));
    expect(literal?.via?.map((place) => quoted(files, place))).toEqual([
      '{{ include "outer" . | trim }}',
      '{{ include "inner" . }}',
    ]);
    const printed = originsOf(files, "web", { name: "web" });
    expect(quoted(files, printed?.place)).toBe("{{ .Values.name }}");
    expect(printed?.via).toHaveLength(2);
    expect(paths(printed)).toEqual(["name"]);
  });

  test("keeps the place of its include when it is stored and printed elsewhere", () => {
    const files = {
      "templates/_h.tpl": '{{ define "n" }}app{{ end }}',
      "templates/t.yaml": '{{ $n := include "n" . }}\n\n{{ $n }}',
    };
    const origin = originsOf(files, "app");
    expect(origin?.place?.file).toBe("templates/_h.tpl");
    expect(origin?.via?.map((place) => quoted(files, place))).toEqual(['{{ $n := include "n" . }}']);
  });

  test("of a template action is placed like one of an include", () => {
    const files = {
      "templates/_h.tpl": '{{ define "n" }}app{{ end }}',
      "templates/t.yaml": 'x: {{ template "n" . }}',
    };
    const origin = originsOf(files, "app");
    expect(origin?.place?.file).toBe("templates/_h.tpl");
    expect(origin?.via?.map((place) => quoted(files, place))).toEqual(['{{ template "n" . }}']);
  });

  test("of a value given to tpl comes from that value, or from the value that it prints; the place is the call of tpl", () => {
    const files = { "templates/t.yaml": "x: {{ tpl .Values.text . }}" };
    const values = { text: "pre-{{ .Values.name }}", name: "web" };
    for (const [found, path] of [
      ["pre", "text"],
      ["web", "name"],
    ] as const) {
      const origin = originsOf(files, found, values);
      expect(paths(origin)).toEqual([path]);
      expect(quoted(files, origin?.place)).toBe("{{ tpl .Values.text . }}");
    }
  });

  test("that is a key of a map comes from the key", () => {
    const files = { "templates/t.yaml": "{{ range $k, $v := .Values.m }}{{ $k }}={{ $v }}{{ end }}" };
    expect(paths(originsOf(files, "key", { m: { key: "value" } }))).toEqual(["m.key"]);
    expect(paths(originsOf(files, "value", { m: { key: "value" } }))).toEqual(["m.key"]);
  });

  test("that stands behind a removed `<no value>` keeps its place", () => {
    const files = { "templates/t.yaml": "a{{ .Values.none }}b{{ .Values.none }}c" };
    expect(originsOf(files, "c")?.place?.start).toBe(files["templates/t.yaml"].length - 1);
  });
});
