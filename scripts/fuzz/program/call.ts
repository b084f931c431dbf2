import type { Host, Output } from "../../../src/cli/host.ts";
import { run } from "../../../src/cli/run.ts";

/** A command line, and the folder that it runs in. */
export interface Call {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly stdin?: string;
}

export interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process; without helm and git, which would be asked of the machine. */
export async function printed({ args, stdin = "" }: Call, cwd: string): Promise<Printed> {
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written): Output => {
    const decoder = new TextDecoder();
    return {
      write(data) {
        written[name] += typeof data === "string" ? data : decoder.decode(data, { stream: true });
      },
      isTerminal: () => false,
      columns: () => undefined,
    };
  };
  // As from a pipe: what was read does not come again.
  const piped = [new TextEncoder().encode(stdin)].values();
  const host: Host = {
    args,
    env: { PATH: "" },
    cwd: () => cwd,
    stdin: { isTerminal: () => false, chunks: () => piped },
    stdout: output("stdout"),
    stderr: output("stderr"),
  };
  const status = await run(host);
  return { status, ...written };
}
