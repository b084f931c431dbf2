import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleProgram } from "../cli/bundled.ts";
import { folder } from "../cli/fake-host.ts";

export const root = join(import.meta.dirname, "../..");

/** A folder for PATH in which `sts-lint` and `npx --yes sts-lint` are the sources as they are now, and stand-ins for what is not had here. */
export async function builtPath(standIns: Readonly<Record<string, string>> = {}): Promise<string> {
  const bin = join(folder(), "bin");
  mkdirSync(bin);
  await bundleProgram(join(bin, "program.cjs"));
  const program = `"${process.execPath}" "${join(bin, "program.cjs")}"`;
  const scripts: Readonly<Record<string, string>> = {
    "sts-lint": `exec ${program} "$@"`,
    npx: `case "$2" in sts-lint|sts-lint@*) shift 2; exec ${program} "$@";; esac; exit 99`,
    ...standIns,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a shell, as the runner of a pipeline does. */
export function runScript(script: string, cwd: string, path: string, env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { HOME: cwd, ...env, PATH: `${path}:${process.env.PATH ?? ""}` },
  });
  return { status: status ?? -1, stdout, stderr };
}
