import { spendItems } from "../budget.ts";
import { entry, fn, integer, list, map, strings, textOf } from "../functions/make.ts";
import { writeYaml } from "../functions/yaml-writer.ts";
import { base } from "../inputs/base-name.ts";
import type { ChartFile } from "../inputs/chart-file.ts";
import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type GoMap, type GoObject, type List, nil, type Value } from "../value.ts";
import { compileGlob } from "./glob.ts";

/** `.Files`: the chart's other files, a map of bytes with methods (pkg/engine/files.go). */
export function filesObject(files: Iterable<ChartFile>, helm: "3" | "4"): GoObject {
  return new Files(
    [...files].map((file) => [file.name, file] as const),
    helm,
  ).object();
}

class Files {
  readonly #files: ReadonlyMap<string, ChartFile>;
  readonly #helm: "3" | "4";

  constructor(files: Iterable<readonly [string, ChartFile]>, helm: "3" | "4") {
    this.#files = new Map(files);
    this.#helm = helm;
  }

  object(): GoObject {
    let underlying: GoMap | undefined;
    const files = this.#files;
    return {
      kind: "object",
      goType: "engine.files",
      field: () => undefined,
      methods: {
        Get: fn(["string"], ([name], call) => this.#get(textOf(name).value, call)),
        GetBytes: fn(["string"], ([name], call) => bytesOf(files.get(textOf(name).value), call)),
        Lines: fn(["string"], ([name], call) => this.#lines(textOf(name).value, call)),
        Glob: fn(["string"], ([pattern], call) => this.#glob(textOf(pattern).value, call)),
        AsConfig: fn([], (_, call) => this.#yaml(call, (file) => textFrom(file))),
        AsSecrets: fn([], (_, call) => this.#yaml(call, (file) => Text.from(base64(file.bytes), originOf(file)))),
      },
      /** Made when first asked for: bytes one by one are heavy. */
      get underlying() {
        underlying ??= map(
          [...files].map(([name, file]) => entry(name, bytesOf(file))),
          "map[string][]uint8",
        );
        return underlying;
      },
    };
  }

  #get(name: string, call: Call): Text {
    const file = this.#files.get(name);
    if (file === undefined) return new Text("");
    call.spend(file.text.length);
    return textFrom(file);
  }

  #lines(name: string, call: Call): List {
    const file = this.#files.get(name);
    if (file === undefined) return strings([]);
    call.spend(file.text.length);
    const text = textFrom(file);
    if (text.value === "") {
      if (this.#helm === "3") return strings([]);
      throw new FunctionError("runtime error: index out of range [-1]");
    }
    const end = text.value.endsWith("\n") ? text.value.length - 1 : text.value.length;
    const lines: Text[] = [];
    for (let start = 0; start <= end; ) {
      const next = text.value.indexOf("\n", start);
      const stop = next < 0 || next >= end ? end : next;
      spendItems(call, 1);
      lines.push(text.slice(start, stop));
      start = stop + 1;
    }
    return strings(lines);
  }

  #glob(pattern: string, call: Call): GoObject {
    const matches = compileGlob(pattern, call) ?? (() => true);
    const found: (readonly [string, ChartFile])[] = [];
    for (const [name, file] of this.#files) {
      call.spend(10 + name.length);
      if (matches(name)) found.push([name, file]);
    }
    return new Files(found, this.#helm).object();
  }

  /** A mapping of file names without folders, as YAML; of equal names the last by path counts here, in helm any. */
  #yaml(call: Call, content: (file: ChartFile) => Text): Text {
    const entries = [...this.#files].map(([name, file]) => ({ key: new Text(base(name)), value: content(file) }));
    return writeYaml(map(entries, "map[string]string"), 2, call);
  }
}

function originOf(file: ChartFile): Origin {
  return { place: { file: file.place, start: 0, end: file.text.length } };
}

function textFrom(file: ChartFile): Text {
  return Text.from(file.text, { ...originOf(file), isLiteral: true });
}

/** A file's bytes as a slice, made when first looked at: one by one they are heavy, and most charts only want names. */
function bytesOf(file: ChartFile | undefined, call?: Call): List {
  if (file === undefined) return list([], "[]uint8");
  call?.spend(file.bytes.length);
  let items: Value[] | undefined;
  return {
    kind: "list",
    goType: "[]uint8",
    get items() {
      items ??= Array.from(file.bytes, (byte) => bytes[byte] ?? nil);
      return items;
    },
  };
}

const bytes: readonly Value[] = Array.from({ length: 256 }, (_, byte) => integer(BigInt(byte), "uint8"));

function base64(bytes: Uint8Array): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const bits = (one << 16) | (two << 8) | three;
    for (const shift of [18, 12, 6, 0]) text += alphabet[(bits >> shift) & 63];
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return missing === 0 ? text : text.slice(0, -missing) + "=".repeat(missing);
}
