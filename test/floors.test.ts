import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { rules } from "../rules/index.generated.ts";

const root = new URL("../", import.meta.url).pathname;

/** From the ground up; an import only ever goes down, or stays in its room. */
const floors: readonly (readonly string[])[] = [
  ["src/read"],
  ["src/model"],
  ["src/admission", "src/chart"],
  ["src/plan"],
  ["src/lint/contract"],
  ["src/lint/fix.ts"],
  ["src/lint/engine"],
  ["src/lint/traces"],
  ["rules", "src/testing"],
  ["src/report"],
  ["src/index.ts", "src/chart.ts", "src/chart/node"],
  ["src/cli", "src/action"],
  ["src/node.ts", "bin"],
];

/** The only rooms that know files or a process; everything else runs in a browser. */
const grounded = ["src/cli", "src/action", "src/chart/node", "src/node.ts", "bin"];

function roomOf(path: string): { readonly room: string; readonly floor: number } {
  const rooms = floors.flatMap((names, floor) => names.map((room) => ({ room, floor })));
  const fitting = rooms.filter(({ room }) => path === room || path.startsWith(`${room}/`));
  const [nearest] = fitting.sort((one, other) => other.room.length - one.room.length);
  if (nearest === undefined) throw new Error(`${path} is in no room: give it one in this test and in AGENTS.md`);
  return nearest;
}

function importsOf(path: string): readonly string[] {
  const text = readFileSync(root + path, "utf8");
  return [
    ...text.matchAll(/^(?:import|export|\}).*?\bfrom "([^"]+)";?$|\bimport\(\s*"([^"]+)"\s*\)|^import "([^"]+)"/gm),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** Each circle as the way from its first file back to it: one for each import that closes one. */
function circlesIn(ahead: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (path: string): void => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    way.push(path);
    for (const next of ahead.get(path) ?? []) visit(next);
    way.pop();
    done.add(path);
  };
  for (const path of ahead.keys()) visit(path);
  return circles;
}

const files = globSync(["src/**/*.ts", "rules/**/*.ts", "bin/**/*.ts"], { cwd: root }).sort();

test("imports only go down", () => {
  const climbing = files.flatMap((path) => {
    const from = roomOf(path);
    return importsOf(path)
      .filter((name) => name.startsWith("."))
      .map((name) => normalize(join(dirname(path), name)))
      .filter((name) => /^(src|rules|bin)\//.test(name))
      .filter((name) => {
        const to = roomOf(name);
        return to.floor > from.floor || (to.floor === from.floor && to.room !== from.room);
      })
      .map((name) => `${path} imports ${name}`);
  });
  expect(climbing).toEqual([]);
});

test("no import goes round, imports of types alone included", () => {
  const ahead = new Map(
    files.map((path) => [
      path,
      importsOf(path)
        .filter((name) => name.startsWith("."))
        .map((name) => normalize(join(dirname(path), name))),
    ]),
  );
  expect(circlesIn(ahead)).toEqual([]);
  const planted = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["a"]],
    ["d", ["d"]],
  ]);
  expect(circlesIn(planted)).toEqual(["a → b → c → a", "d → d"]);
});

test("nothing but the rules knows a rule by its id", () => {
  const ids = new Set(rules.map(({ id }) => id));
  const named = files
    .filter((path) => path.startsWith("src/") && !path.endsWith(".generated.ts"))
    .flatMap((path) =>
      [...readFileSync(root + path, "utf8").matchAll(/(["'`])([a-z0-9]+(?:-[a-z0-9]+)+)\1/g)]
        .filter(([, , word = ""]) => ids.has(word))
        .map(([, , word]) => `${path} names ${word}`),
    );
  expect(named).toEqual([]);
});

test("below the command line nothing knows Node", () => {
  const bound = files
    .filter((path) => !grounded.some((room) => path === room || path.startsWith(`${room}/`)))
    .flatMap((path) =>
      importsOf(path)
        .filter((name) => !name.startsWith("."))
        .map((name) => `${path} imports ${name}`),
    )
    .filter(
      (line) =>
        !/ imports (kubernetes-types|fflate\/browser|@noble\/(hashes|ciphers)\/\w+\.js|@cfworker\/json-schema)$/.test(
          line,
        ),
    );
  expect(bound).toEqual([]);
});

test("rules know the rule, the model and what stands beside them in their category", () => {
  const strangers = files
    .filter((path) => path.startsWith("rules/") && !path.endsWith(".generated.ts"))
    .flatMap((path) =>
      importsOf(path)
        .map((name) => normalize(join(dirname(path), name)))
        .filter(
          (name) =>
            !/^(src\/(model|read|admission|plan|chart|lint\/contract)\/|rules\/_shared\/)/.test(name) &&
            !name.startsWith(dirname(path)),
        )
        .map((name) => `${path} imports ${name}`),
    );
  expect(strangers).toEqual([]);
});
