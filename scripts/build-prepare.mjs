import { spawnSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/*
 * npm's `prepare`: builds dist/ in a checkout and where somebody installs from git. npm installs a git clone globally
 * without devDependencies (pre-commit's `language: node` does that; npm/cli#8440), so they are fetched first where
 * they are missing; without scripts, so that this one does not start itself. Nothing is printed on stdout: `npm pack`
 * prints the name of its file there.
 */
const root = fileURLToPath(new URL("..", import.meta.url));

function npm(...args) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  const { status } = spawnSync(program, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: cli === undefined && process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** In a checkout `npx sts-lint` then runs the build at once; without a link npm installs the package into its cache first. */
function link() {
  const bin = `${root}node_modules/.bin`;
  if (process.platform === "win32" || !existsSync(bin)) return;
  rmSync(`${bin}/sts-lint`, { force: true });
  symlinkSync("../../dist/bin/sts-lint.cjs", `${bin}/sts-lint`);
}

/** Left by a build for a hook: npm runs `prepare` once more in the same clone, when it packs what was built. */
const built = `${root}node_modules/.sts-lint-built-for-hook`;

// A packed tarball has no sources: there is nothing to build.
if (existsSync(`${root}src/index.ts`) && !existsSync(built)) {
  if (existsSync(`${root}node_modules/esbuild`) && existsSync(`${root}node_modules/tsdown`)) {
    npm("run", "--silent", "build");
    link();
  } else {
    npm("install", "--global=false", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund");
    // Somebody waits for a hook's first run: the library, whose types take most of the time, is not part of it.
    npm("run", "--silent", "build:cli");
    writeFileSync(built, "");
  }
}
