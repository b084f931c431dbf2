import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { build, type Metafile, type OutputFile, type Plugin } from "esbuild";
import { loadedOnDemand } from "./beside.ts";
import { ownRules, roomEntry, rooms, rulePrototypes, standIns, waitElsewhere } from "./rooms.ts";
import { prototypesModule, withoutTexts } from "./rules.ts";

/*
 * Builds the program and its rooms so that each module of ours is in exactly one of them: a room that uses a module of
 * the program is handed the program's own, so that classes and caches stay the same ones.
 * Both files are expressions, which bin/start.ts runs as they are. `room(name)` gives a room's exports; `share(table)`
 * is told how the program hands out its modules; a room finds that table's result as `shared`.
 */

/** How each of our files is bundled. */
export const bundling = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
} as const;

/** The names that a room uses of each module that is the program's. */
type Shared = ReadonlyMap<string, ReadonlySet<string>>;

const inRoot = (root: string, path: string): string => relative(root, path).replaceAll("\\", "/");

/** Replaces what waits in a room by its doors, and takes from rules what only explains them. */
function doors(root: string): Plugin {
  return {
    name: "doors",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const module = inRoot(root, path);
        const contents = standIns.get(module);
        if (contents !== undefined) return { contents, loader: "js" };
        const rule = ownRules.get(module);
        return rule === undefined
          ? undefined
          : { contents: withoutTexts(rule, readFileSync(path, "utf8")), loader: "ts" };
      });
      onResolve({ filter: /^program:/ }, ({ path }) =>
        path === prototypesModule ? { path, namespace: "program" } : undefined,
      );
      onLoad({ filter: /^program:/, namespace: "program" }, () => ({ contents: rulePrototypes, loader: "js" }));
    },
  };
}

/** In a room, what the program holds is taken from there; `used` learns which names. */
function fromProgram(root: string, held: ReadonlySet<string>, used: Map<string, Set<string>>): Plugin {
  return {
    name: "from-program",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const module = inRoot(root, resolve(resolveDir, path));
        return held.has(module) ? { path: module, namespace: "program" } : undefined;
      });
      onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({
        contents: `module.exports = shared[${JSON.stringify(path)}];`,
        loader: "js",
      }));
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        for (const { module, names } of importedValues(path)) {
          const from = inRoot(root, resolve(path, "..", module));
          if (!held.has(from)) continue;
          if (names === undefined) throw new Error(`${path}: a room names what it takes of ${from}, one by one`);
          const known = used.get(from) ?? new Set();
          used.set(from, known);
          for (const name of names) known.add(name);
        }
        return undefined;
      });
    },
  };
}

/** What a file of ours imports or hands on beside types, as our formatter writes it. */
function importedValues(path: string): { readonly module: string; readonly names: readonly string[] | undefined }[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^(?:import|export) (?!type )([^;"]*?) from "(\.[^"]*)";$/gm)].map(
    ([, clause = "", module = ""]) => {
      const list = /^\{(.*)\}$/s.exec(clause)?.[1];
      const names = list
        ?.split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "" && !one.startsWith("type "))
        .map((one) => one.replace(/ as .*$/s, ""));
      return { module, names };
    },
  );
}

/** The program's entry: it says how it hands out what rooms use, and runs. */
function programEntry(shared: Shared): string {
  const modules = [...shared].filter(([, names]) => names.size > 0);
  const imports = modules.map(
    ([module, names], index) =>
      `import { ${[...names].map((name) => `${name} as ${name}_${index}`).join(", ")} } from "./${module}";`,
  );
  const table = modules.map(
    ([module, names], index) =>
      `${JSON.stringify(module)}: { ${[...names].map((name) => `${name}: ${name}_${index}`).join(", ")} }`,
  );
  return `${imports.join("\n")}\nshare(() => ({ ${table.join(", ")} }));`;
}

/** Our own modules in a bundle, from the root. */
function modulesOf({ outputs }: Metafile): ReadonlySet<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  return new Set(inputs.filter((path) => !path.startsWith("program:") && !path.startsWith("<")));
}

/** The modules that more than one of some bundles hold. */
function inSeveral(bundles: ReadonlyMap<string, Bundled>): readonly string[] {
  const all = [...bundles.values()].flatMap(({ metafile }) => [...modulesOf(metafile)]);
  return all.filter((module, index) => !standIns.has(module) && all.indexOf(module) < index);
}

interface Bundled {
  readonly outputFiles: readonly OutputFile[];
  readonly metafile: Metafile;
}

export interface BuiltProgram {
  /** The texts of the files, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** The modules in each file, from the root. */
  readonly modules: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Bundles the program and its rooms from the sources below `root`; nothing is written. */
export async function buildProgram(root: string): Promise<BuiltProgram> {
  const bundle = (contents: string, parameters: string, own: readonly Plugin[]): Promise<Bundled> =>
    build({
      ...bundling,
      absWorkingDir: root,
      stdin: { contents, resolveDir: root, loader: "js", sourcefile: "<entry>" },
      outfile: "out.cjs",
      write: false,
      metafile: true,
      // An expression, so that bin/start.ts can run the file as it is.
      banner: { js: `(function (${parameters}) {` },
      footer: { js: "})" },
      plugins: [loadedOnDemand, ...own],
      // `require` in place of `import()`: it spares the start of Node's other loader.
      supported: { "dynamic-import": false },
    });
  const program = (shared: Shared) =>
    bundle('import "program:shared";\nimport "program:start";', "require, __dirname, share, room", [
      doors(root),
      {
        name: "shared",
        setup({ onResolve, onLoad }) {
          const start = { path: resolve(root, "bin/sts-lint.ts"), sideEffects: true };
          onResolve({ filter: /^program:start$/ }, () => start);
          onResolve({ filter: /^program:shared$/ }, () => ({
            path: "shared",
            namespace: "program",
            sideEffects: true,
          }));
          onLoad({ filter: /.*/, namespace: "program" }, () => ({
            contents: programEntry(shared),
            resolveDir: root,
            loader: "js",
          }));
        },
      },
    ]);

  let whole = await program(new Map());
  // What several rooms use is the program's, which hands it out.
  const common = new Set<string>();
  // What a room uses of the program's modules may bring another module into it: until nothing is added.
  for (;;) {
    const held = new Set([...common, ...modulesOf(whole.metafile)].filter((module) => !standIns.has(module)));
    const used = new Map<string, Set<string>>();
    const built = new Map<string, Bundled>();
    for (const room of rooms) {
      const plugin = fromProgram(root, new Set([...held, ...waitElsewhere(room)]), used);
      built.set(`${room.name}.cjs`, await bundle(roomEntry(room), "require, module, shared", [plugin]));
    }
    const added = inSeveral(built);
    for (const module of added) common.add(module);
    if (added.length > 0) continue;
    whole = await program(used);
    built.set("program.cjs", whole);
    if ([...modulesOf(whole.metafile)].some((module) => !(held.has(module) || standIns.has(module)))) continue;
    const modules = new Map([...built].map(([name, { metafile }]) => [name, modulesOf(metafile)]));
    checkApart(modules);
    return { files: new Map([...built].map(([name, { outputFiles }]) => [name, outputFiles[0]?.text ?? ""])), modules };
  }
}

/** A module in two files would be two: an `instanceof` between them fails, and a cache is filled twice. */
function checkApart(files: ReadonlyMap<string, ReadonlySet<string>>): void {
  const places = new Map<string, string>();
  for (const [file, modules] of files) {
    for (const module of modules) {
      if (standIns.has(module)) continue;
      const other = places.get(module);
      if (other !== undefined) throw new Error(`${module} is in ${other} and in ${file}: give it one place`);
      places.set(module, file);
    }
  }
}
