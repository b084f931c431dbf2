/*
 * Runs the built command line on a sample and writes V8's bytecode of all functions that it needed, for bin/start.ts.
 * Called with the program and the sample's path, in a process of its own so that nothing else is compiled in.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

const [filename, ...inputs] = process.argv.slice(2);
const script = new Script(readFileSync(filename, "latin1"), { filename });
process.argv = [process.execPath, filename, ...inputs];
script.runInThisContext()(createRequire(filename), dirname(filename));
process.on("exit", () => {
  process.exitCode = 0;
  const version = process.versions.v8.split("-")[0];
  writeFileSync(filename.replace(/cjs$/, `v8-${version}-${process.arch}.bin`), script.createCachedData());
});
