import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** helm answers within this time, in milliseconds, or is ended. */
const patience = 120_000;
/** No render of a chart is longer. */
const mostBytes = 512 * 1024 * 1024;

/** What helm or git printed. */
export interface ProcessOutput {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a program stands on PATH; undefined where it does not. */
export function findProgram(name: string, path: string | undefined): string | undefined {
  const names = process.platform === "win32" ? [`${name}.exe`] : [name];
  for (const folder of (path ?? "").split(delimiter)) {
    if (folder === "") continue;
    for (const one of names) {
      try {
        accessSync(join(folder, one), constants.X_OK);
        return join(folder, one);
      } catch {
        // The next folder may have it.
      }
    }
  }
  return undefined;
}

/** Starts a program with arguments, never through a shell, with a time limit and without standard input. */
export function runProgram(program: string, args: readonly string[], cwd: string): ProcessOutput {
  return run(program, args, cwd, patience);
}

/** The same without a limit: for what has limits of its own. */
export function runToEnd(program: string, args: readonly string[], cwd: string): ProcessOutput {
  return run(program, args, cwd, undefined);
}

function run(program: string, args: readonly string[], cwd: string, limit: number | undefined): ProcessOutput {
  const child = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    ...(limit === undefined ? {} : { timeout: limit }),
    maxBuffer: mostBytes,
    stdio: ["ignore", "pipe", "pipe"],
    shell: false,
  });
  if (child.error !== undefined) {
    const reason =
      "code" in child.error && child.error.code === "ETIMEDOUT"
        ? "it did not end within two minutes"
        : child.error.message;
    return { status: 1, stdout: child.stdout ?? "", stderr: `${program}: ${reason}` };
  }
  return { status: child.status ?? 1, stdout: child.stdout, stderr: child.stderr };
}

/** The bytes that git prints, for files that are no text. */
export function runGitBytes(
  git: string,
  args: readonly string[],
  cwd: string,
): { status: number; stdout: Buffer; stderr: string } {
  const child = spawnSync(git, args, {
    cwd,
    timeout: patience,
    maxBuffer: mostBytes,
    stdio: ["ignore", "pipe", "pipe"],
    shell: false,
  });
  return {
    status: child.status ?? 1,
    stdout: child.stdout ?? Buffer.alloc(0),
    stderr: child.stderr?.toString("utf8") ?? "",
  };
}
