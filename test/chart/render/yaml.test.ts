import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Text } from "../../../src/chart/render/text.ts";
import type { Value } from "../../../src/chart/render/value.ts";
import { shared } from "../../shared.ts";
import { callFunction, dictOf, fromJs, intOf, listOf, textOf } from "./calling.ts";

interface Row {
  readonly id: string;
  readonly value?: unknown;
  readonly text?: string;
  /** Absent where Helm fails. */
  readonly out?: Readonly<Record<string, string>>;
}

function run(name: string, ...args: Value[]): Value {
  return callFunction(name, args);
}

function answers(row: Row): Record<string, () => Value> {
  if (row.id.startsWith("read")) {
    const text = new Text(row.text ?? "");
    return {
      json: () => run("toJson", run("fromYaml", text)),
      yaml: () => run("toYaml", run("fromYaml", text)),
      array: () => run("toJson", run("fromYamlArray", text)),
      print: () => run("fromYaml", text),
    };
  }
  const v = fromJs(row.value);
  if (row.id.startsWith("tree"))
    return {
      yaml: () => run("toYaml", v),
      nindent: () => run("nindent", intOf(6), run("toYaml", v)),
      pretty: () => run("toYamlPretty", v),
      json: () => run("toJson", v),
      prettyjson: () => run("toPrettyJson", v),
      toml: () => run("toToml", v),
      print: () => v,
      again: () => run("toJson", run("fromYaml", run("toYaml", dictOf([["v", v]])))),
    };
  const key = String(row.value);
  return {
    yaml: () => run("toYaml", v),
    map: () => run("toYaml", dictOf([["k", v]])),
    list: () => run("toYaml", listOf(v)),
    key: () => run("toYaml", dictOf([[key, intOf(1)]])),
    deep: () => run("nindent", intOf(4), run("toYaml", dictOf([["a", listOf(dictOf([["b", dictOf([["c", v]])]]))]]))),
    pretty: () => run("toYamlPretty", dictOf([["k", listOf(v)]])),
    quote: () => run("quote", v),
    squote: () => run("squote", v),
    json: () => run("toJson", v),
    raw: () => run("toRawJson", v),
    toml: () => run("toToml", dictOf([["k", v]])),
  };
}

function shown(answer: () => Value): string {
  // What is printed leaves as UTF-8.
  return textOf(answer())
    .replace(/\p{Cs}/gu, "\ufffd")
    .replaceAll("<no value>", "");
}

const path = shared("conformance/helm/yaml.jsonl");

describe("YAML, JSON and TOML as Helm writes and reads them", () => {
  it.skipIf(path === undefined)("agrees with every row of yaml.jsonl", () => {
    const rows = readFileSync(path ?? "", "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    const wrong: string[] = [];
    const kinds = new Map<string, number>();
    for (const row of rows) {
      const { out } = row;
      if (out === undefined) {
        const fails = Object.values(answers(row)).some((answer) => {
          try {
            answer();
            return false;
          } catch {
            return true;
          }
        });
        if (!fails) wrong.push(row.id);
        continue;
      }
      const differing = Object.entries(answers(row)).filter(([name, answer]) => {
        if (out[name] === undefined) return false;
        let got: string;
        try {
          got = shown(answer);
        } catch (error) {
          got = String(error);
        }
        if (got === out[name]) return false;
        if (process.env.SHOW_ROWS !== undefined)
          console.log(
            row.id,
            name,
            JSON.stringify(row.value ?? row.text),
            "\n  want",
            JSON.stringify(out[name]),
            "\n  got ",
            JSON.stringify(got),
          );
        return true;
      });
      if (differing.length > 0) wrong.push(row.id);
      for (const [name] of differing) {
        const kind = `${row.id.split("-")[0]} ${name}`;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
    }
    const share = 1 - wrong.length / rows.length;
    console.log(`yaml.jsonl: ${rows.length - wrong.length} of ${rows.length} rows (${(share * 100).toFixed(2)} %)`, [
      ...kinds,
    ]);
    expect(share).toBeGreaterThanOrEqual(0.995);
  });
});
