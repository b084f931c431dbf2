import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beside } from "./build/beside.ts";
import { buildProgram, bundling } from "./build/program.ts";

/*
 * Builds the command line, without run-time dependencies: dist/bin/sts-lint.cjs starts program.cjs, one bundled and
 * minified file with what linting needs. What most runs never need is loaded when it is needed:
 * - rooms of our own, such as the commands with commander, plan or the rules that compare with what runs
 *   (scripts/build/rooms.ts);
 * - beside them, one file each, what is imported dynamically (scripts/build/beside.ts): the reader of schemas
 *   (src/cli/read-config.ts: only with a configuration), tinyglobby (src/cli/find-files.ts: only for globs), the rules'
 *   examples.
 * Inside the one file they would cost a quarter of Node's own start-up, because V8 reads every function at least once.
 * The `yaml` package is only used in tests, kubernetes-types only for types.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}dist/bin`;

/** What is packed is made smaller once more; a hook's first run does not wait for what that needs. */
const smaller = process.argv.includes("--smaller")
  ? (await import("./minified.ts")).minified
  : (_name: string, text: string): string => text;

const options = { ...bundling, absWorkingDir: root };

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  ...options,
  entryPoints: ["bin/start.ts"],
  outfile: `${out}/sts-lint.cjs`,
  banner: { js: "#!/usr/bin/env node" },
});
const { files } = await buildProgram(root);
for (const [name, text] of files) writeFileSync(`${out}/${name}`, smaller(name, text, true));
await build({ ...options, entryPoints: ["bin/action.ts"], outfile: `${out}/action.cjs` });
for (const { file, contents } of beside) {
  const stdin = { contents, resolveDir: root, loader: "js" } as const;
  const { outputFiles } = await build({ ...options, stdin, outfile: `${out}/${file}`, write: false });
  writeFileSync(`${out}/${file}`, smaller(file, outputFiles[0]?.text ?? ""));
}
chmodSync(`${out}/sts-lint.cjs`, 0o755);
const sample = `${root}scripts/build-sample.yaml`;
const samples = [sample, `${root}scripts/build-sample-update.yaml`];
execFileSync(process.execPath, [`${root}scripts/build-bytecode.cjs`, out, ...samples], {
  stdio: [openSync(sample, "r"), "ignore", "inherit"],
});
