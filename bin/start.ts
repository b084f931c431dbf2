import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/*
 * What `sts-lint` starts: the program beside it, with the bytecode that the build made of it where that fits this V8.
 * Compiling takes longer than all else that the usual run does. Where there is no such bytecode, or V8 refuses it, the
 * program is compiled as always. The program and its bytecode are written by one build and belong together.
 * What linting alone does not need waits in rooms (scripts/build/rooms.ts), which are opened in the same way.
 */
type Shared = Readonly<Record<string, unknown>>;
type Room = Readonly<Record<string, unknown>>;
type RunProgram = (
  require: NodeJS.Require,
  __dirname: string,
  share: (table: () => Shared) => void,
  room: (name: string) => Room,
) => void;
type RunRoom = (require: NodeJS.Require, module: { exports: Room }, shared: Shared) => void;

function bytecode(name: string): Buffer | undefined {
  try {
    return readFileSync(`${__dirname}/${name}.v8-${process.versions.v8.split("-")[0]}-${process.arch}.bin`);
  } catch {
    return undefined;
  }
}

function compiled(name: string): unknown {
  const filename = `${__dirname}/${name}.cjs`;
  const cachedData = bytecode(name);
  // The build writes ASCII: read as latin1 it needs no decoding.
  const source = readFileSync(filename, "latin1");
  const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
  return script.runInThisContext();
}

const ready = new Map<string, RunRoom>();
const opened = new Map<string, Room>();
let table: () => Shared = () => ({});
let shared: Shared | undefined;

function room(name: string): Room {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const module = { exports: {} };
  shared ??= table();
  const run = ready.get(name) ?? (compiled(name) as RunRoom);
  run(require, module, shared);
  opened.set(name, module.exports);
  return module.exports;
}

/*
 * V8 refuses bytecode once the program has changed V8's flags, which it does as soon as it has read some input
 * (src/cli/long-input.ts). So a room that the arguments ask for is compiled first; one that is missed here only costs time.
 */
if (process.argv.some((word) => word === "plan" || word === "--live" || word.startsWith("--against"))) {
  ready.set("changes", compiled("changes") as RunRoom);
}

(compiled("program") as RunProgram)(
  require,
  __dirname,
  (given) => {
    table = given;
  },
  room,
);
