/*
 * Runs the built command line on a sample and writes V8's bytecode of all functions that it needed, for bin/start.ts.
 * Called with the folder of the command line and the paths of two samples, the first on stdin too, in a process of its own
 * so that nothing else is compiled in. The first is a chart as many are: what a good quarter of the public ones need, and
 * no more, because all of the bytecode is read each time, a function in an eighth of the time that compiling it takes. Its lists
 * are written in both of the ways that charts write them, which the formatter would make one. It is linted once: functions that ran twice are marked to be
 * compiled early, which a short run never repays. The second is read on both sides of an update. V8's flags are left
 * alone (src/cli/long-input.ts sets them): bytecode that was made under others is refused.
 * The bytecode of the room of commands is of a lint with an option, that of the room of changes of an update and of a plan.
 */
const { spawnSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const [folder, sample, update] = process.argv.slice(2);
const start = join(folder, "sts-lint.cjs");
const scripts = new Map();

/** Every start of the command line gets the same script, whose functions gather. */
const { Script } = vm;
vm.Script = function gathering(source, { filename }) {
  const script = scripts.get(filename) ?? new Script(source, { filename });
  scripts.set(filename, script);
  return script;
};

process.noDeprecation = true;
for (const flags of [require("node:v8"), ...binding()]) flags.setFlagsFromString = () => {};

/** What src/cli/v8-flags.ts asks of Node 20. Later ones have it no more, or not for long. */
function binding() {
  try {
    return [process.binding("v8")];
  } catch {
    return [];
  }
}

const written = [];

function write(name) {
  const filename = join(folder, `${name}.cjs`);
  const bytecode = filename.replace(/cjs$/, `v8-${process.versions.v8.split("-")[0]}-${process.arch}.bin`);
  writeFileSync(bytecode, scripts.get(filename).createCachedData());
  written.push({ filename, bytecode });
}

/** V8 keeps silent about bytecode that it refuses, such as what was made under other flags: the build must not. */
function check({ filename, bytecode }) {
  const program = `
    const [filename, bytecode] = process.argv.slice(1);
    const { readFileSync } = require("node:fs");
    const cachedData = readFileSync(bytecode);
    const script = new (require("node:vm").Script)(readFileSync(filename, "latin1"), { filename, cachedData });
    process.exitCode = script.cachedDataRejected ? 1 : 0;`;
  const { status } = spawnSync(process.execPath, ["-e", program, filename, bytecode]);
  if (status !== 0) throw new Error(`V8 refuses ${bytecode}`);
}

const runs = [
  { args: [], name: "program" },
  { args: ["--quiet", sample], name: "commands" },
  { args: ["--against", update, "--live", update], name: undefined },
  { args: ["plan", "--against", update, update], name: "changes" },
];

function next() {
  const [run] = runs;
  if (run === undefined) {
    for (const one of written) check(one);
    return exit(0);
  }
  process.argv = [process.execPath, start, ...run.args];
  delete require.cache[start];
  require(start);
}

const exit = process.exit;
process.exit = () => {
  const { name } = runs.shift();
  if (name !== undefined) write(name);
  setImmediate(next);
};

next();
