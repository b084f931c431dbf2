import { spawnSync } from "node:child_process";

/** A command, and what is piped into it. */
export interface Subject {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly stdin?: string;
  /** What its standard output must hold, so that nothing fast is measured that did not do its work. */
  readonly prints?: RegExp;
}

/** Node 20 starts three times slower with it, and it has nothing to do with linting. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** CPU time is what a process costs, wall time what whoever waits for it sees. */
export type Clock = "cpu" | "wall";

/** bash's own `time` gives a child's user, system and wall time in seconds, on Linux and macOS alike. */
const timed = 'TIMEFORMAT="%3U %3S %3R"; time "$@" < "$INPUT" > /dev/null 2> /dev/null';

/** The time of one whole process in milliseconds. */
function time({ command, stdin }: Subject, clock: Clock): number {
  const child = spawnSync("bash", ["-c", timed, "bash", ...command], {
    env: { ...env, INPUT: stdin ?? "/dev/null", LC_ALL: "C" },
    encoding: "utf8",
  });
  const times = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(child.stderr);
  if (times === null || child.status === 127) throw new Error(`${command.join(" ")}: ${child.stderr || child.error}`);
  return (clock === "wall" ? Number(times[3]) : Number(times[1]) + Number(times[2])) * 1000;
}

/** Runs a command once and sees whether it did its work. */
function check({ name, command, stdin, prints }: Subject): void {
  if (prints === undefined) return;
  const child = spawnSync("bash", ["-c", '"$@" < "$INPUT"', "bash", ...command], {
    env: { ...env, INPUT: stdin ?? "/dev/null" },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (!prints.test(child.stdout))
    throw new Error(`${name}: ${command.join(" ")} did not print ${prints}: ${child.stderr.slice(0, 500)}`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The median time of each subject, in milliseconds, over rounds in which they take turns. */
export function compare(subjects: readonly Subject[], rounds: number, clock: Clock = "cpu"): number[] {
  const times = subjects.map((): number[] => []);
  for (const subject of subjects) check(subject);
  for (let round = 0; round < rounds; round++) {
    subjects.forEach((subject, index) => {
      times[index]?.push(time(subject, clock));
    });
  }
  return times.map(median);
}

/** The peak memory of `sts-lint` in MB, as its own `--stats` says. */
export function peakMemory(command: readonly string[], stdin: string): number {
  const [program = "", ...args] = [...command, "--stats"];
  const child = spawnSync("bash", ["-c", '"$@" < "$INPUT" > /dev/null', "bash", program, ...args], {
    env: { ...env, INPUT: stdin },
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const memory = /at most (\d+) MB/.exec(child.stderr)?.[1];
  if (memory === undefined) throw new Error(`no memory in: ${child.stderr.slice(0, 500)}`);
  return Number(memory);
}

/** The median time of a call in this process, in milliseconds, once it is warm. */
export function warm(call: () => unknown): number {
  for (let round = 0; round < 2000; round++) call();
  const times: number[] = [];
  for (let round = 0; round < 1000; round++) {
    const start = performance.now();
    call();
    times.push(performance.now() - start);
  }
  return median(times);
}
