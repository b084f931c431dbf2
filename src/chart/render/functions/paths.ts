import { Text } from "../text.ts";
import { bool, fn, textOf } from "./make.ts";
import { computed } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";

/** Go's `path`, and `path/filepath` as on Linux. */

function base(text: Text): Text {
  if (text.value === "") return new Text(".");
  const end = text.value.replace(/(?<!\/)\/+$/, "").length;
  if (end === 0) return new Text("/");
  return text.slice(text.value.lastIndexOf("/", end - 1) + 1, end);
}

function clean(path: string): string {
  const isRooted = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isRooted) kept.push(part);
  }
  const joined = (isRooted ? "/" : "") + kept.join("/");
  return joined === "" ? "." : joined;
}

function cleaned(text: Text): Text {
  const path = clean(text.value);
  const at = text.value.indexOf(path);
  return at >= 0 ? text.slice(at, at + path.length) : computed(path, text);
}

function extension(text: Text): Text {
  const name = text.value.lastIndexOf("/") + 1;
  const dot = text.value.lastIndexOf(".");
  return dot >= name ? text.slice(dot) : new Text("");
}

const functions = {
  Base: fn(["string"], ([text]) => base(textOf(text))),
  Dir: fn(["string"], ([text]) => cleaned(textOf(text).slice(0, textOf(text).value.lastIndexOf("/") + 1))),
  Clean: fn(["string"], ([text]) => cleaned(textOf(text))),
  Ext: fn(["string"], ([text]) => extension(textOf(text))),
  IsAbs: fn(["string"], ([text]) => bool(textOf(text).value.startsWith("/"))),
};

export const pathFunctions: FunctionTable = {
  base: functions.Base,
  dir: functions.Dir,
  clean: functions.Clean,
  ext: functions.Ext,
  isAbs: functions.IsAbs,
  osBase: functions.Base,
  osDir: functions.Dir,
  osClean: functions.Clean,
  osExt: functions.Ext,
  osIsAbs: functions.IsAbs,
};
