import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/*
 * npm's `prepare`: builds dist/ in a checkout and where somebody installs from git. npm installs a git clone globally
 * without devDependencies (pre-commit's `language: node` does that; npm/cli#8440), so what the command line is built
 * from is fetched first where it is missing: a tenth of all, because somebody waits for a hook's first run. Without
 * scripts, so that this one does not start itself. Nothing is printed on stdout: `npm pack` prints the name of its file
 * there.
 */
const root = fileURLToPath(new URL("..", import.meta.url));

function npm(cwd, ...args) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  const { status } = spawnSync(program, [...first, ...args], {
    cwd,
    stdio: ["ignore", 2, 2],
    shell: cli === undefined && process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} ended with status ${status}`);
}

/** Fetches the packages that the command line is built with and from, as package-lock.json has them, into node_modules. */
function fetchPackages() {
  const packages = JSON.parse(readFileSync(`${root}scripts/build-packages.json`, "utf8"));
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8"));
  const dependencies = Object.fromEntries(
    packages.map((name) => [name, lock.packages[`node_modules/${name}`].version]),
  );
  const own = { name: "sts-lint-build", version: "0.0.0", dependencies };
  const folder = mkdtempSync(`${root}.build-`);
  try {
    writeFileSync(`${folder}/package.json`, JSON.stringify({ ...own, private: true }));
    // What is in the lock and not asked for, `npm ci` leaves out.
    const needed = { ...lock, name: own.name, packages: { ...lock.packages, "": own } };
    writeFileSync(`${folder}/package-lock.json`, JSON.stringify(needed));
    npm(folder, "ci", "--global=false", "--ignore-scripts", "--no-audit", "--no-fund");
    cpSync(`${folder}/node_modules`, `${root}node_modules`, { recursive: true, verbatimSymlinks: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
    npm(root, "run", "--silent", "build");
    link();
  } else {
    fetchPackages();
    npm(root, "run", "--silent", "build:cli");
    writeFileSync(built, "");
  }
}
