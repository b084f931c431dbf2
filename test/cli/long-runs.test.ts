import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clock } from "../../src/cli/clock.ts";
import { call, faulty, folder, sound } from "./fake-host.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** From here on each look at the clock finds that so many milliseconds have passed. */
function passing(milliseconds: number): void {
  let time = clock();
  const at = (): [number, number] => {
    time += milliseconds;
    return [Math.floor(time / 1e3), (time % 1e3) * 1e6];
  };
  vi.spyOn(process, "hrtime").mockImplementation(Object.assign(at, { bigint: process.hrtime.bigint }));
}

/** What stands on a terminal's last line at the end, and all that was ever shown there. */
function onTerminal(written: string): { readonly left: string; readonly shown: readonly string[] } {
  const parts = written.split("\r\u001b[K");
  return { left: parts.length < 2 ? "" : (parts.at(-1) ?? ""), shown: parts.slice(1, -1).filter((one) => one !== "") };
}

const chart = {
  "Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
  "values.yaml": "size: 2\nlabel: a\n",
  "templates/set.yaml": sound.replace("replicas: 2", "replicas: {{ .Values.size }}"),
};
const chartAt = (name: string, files: Readonly<Record<string, string>> = chart) =>
  Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text]));

describe("a long run on a terminal", () => {
  const env = { NO_COLOR: "1" };

  it("shows what is being read, takes it away before the report, and changes no byte of that", async () => {
    const cwd = folder({ "rendered/a.yaml": faulty, "rendered/b.yaml": sound });
    const args = ["rendered"];
    const quick = await call({ args, cwd, env, terminal: 80 });
    passing(300);
    const long = await call({ args, cwd, env, terminal: 80 });
    const { shown, left } = onTerminal(long.stderr);
    expect(shown).toContainEqual(
      expect.stringMatching(/^reading \(2 of 2 inputs\) 0\.0 of 0\.0 MB of rendered\/b\.yaml$/),
    );
    expect(left).toBe("");
    expect({ ...long, stderr: "" }).toEqual(quick);
  });

  it("says which rule is asked once all was read", async () => {
    passing(700);
    const { stderr } = await call({ stdin: faulty, env, terminal: 80 });
    expect(onTerminal(stderr).shown).toContainEqual(expect.stringMatching(/^checking what was read: [a-z0-9-]+$/));
  });

  it("counts the charts that it renders, and names their values", async () => {
    const cwd = folder({ ...chartAt("one"), ...chartAt("two"), "two/ci/big-values.yaml": "size: 5\n" });
    passing(300);
    const { stderr, stdout } = await call({
      args: ["chart", "one", "two", "--no-helm", "--values-matrix"],
      cwd,
      env,
      terminal: 80,
    });
    const { shown, left } = onTerminal(stderr);
    expect(shown).toContain("rendering (2 of 2 charts) two, ci/big-values.yaml");
    expect(left).not.toContain("rendering");
    expect(stdout).toContain("in 2 StatefulSets");
  });

  it.each([
    ["--frozen renders value by value", "--frozen", "rendering db, value by value", "2 values changed"],
    ["--fix-dry-run renders fix by fix", "--fix-dry-run", "rendering db, fix by fix", "in 1 StatefulSet"],
  ])("shows which chart %s", async (_, flag, line, result) => {
    passing(300);
    const { stderr, stdout } = await call({
      args: ["chart", "db", flag, "--no-helm"],
      cwd: folder(chartAt("db")),
      env,
      terminal: 80,
    });
    expect(onTerminal(stderr).shown).toContain(line);
    expect(stdout).toContain(result);
  });

  it("keeps to one line of the terminal, and to characters that move nothing", async () => {
    const cwd = folder();
    const name = `${"漢".repeat(30)}\u001b[2J\n.yaml`;
    writeFileSync(join(cwd, name), faulty);
    passing(300);
    const { shown } = onTerminal((await call({ args: [name], cwd, env, terminal: 60 })).stderr);
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f]/);
      expect([...line].reduce((sum, one) => sum + (one === "漢" ? 2 : 1), 0)).toBeLessThan(60);
    }
  });

  it.each([
    ["in a pipe", {}],
    ["with --quiet", { args: ["--quiet"], terminal: 80 }],
    ["where the terminal cannot erase a line", { terminal: 80, env: { TERM: "dumb" } }],
    ["where stdin is handed on to the same terminal", { args: ["--passthrough"], terminal: 80 }],
  ])("shows nothing of it %s", async (_, given) => {
    passing(300);
    const { stderr } = await call({ stdin: sound, ...given });
    expect(stderr).not.toMatch(/\r|reading|checking/);
  });

  it("shows nothing of it where it is over within a second", async () => {
    passing(1);
    expect((await call({ stdin: sound, env, terminal: 80 })).stderr).toBe("");
  });
});

/** The lines of figures: name → milliseconds, and those of rules apart. */
function figuresIn(stderr: string) {
  const [phases = "", rules = ""] = stderr.split(/^the slowest of .*$/m);
  const read = (text: string) =>
    [...text.matchAll(/^ +(\d+\.\d) ms {2}(.*)$/gm)].map(([, time, name = ""]) => ({ name, time: Number(time) }));
  return { phases: read(phases), rules: read(rules) };
}

describe("--stats", () => {
  const sum = (rows: readonly { readonly time: number }[]) => rows.reduce((all, { time }) => all + time, 0);

  it("splits the time among phases that add up to the whole, and names at most ten rules", async () => {
    const cwd = folder({ "a.yaml": faulty.repeat(20) });
    const { stderr } = await call({ args: ["a.yaml", "--stats"], cwd });
    const { phases, rules } = figuresIn(stderr);
    const whole = phases.at(-1);
    expect(whole?.name).toBe("together");
    expect(sum(phases.slice(0, -1))).toBeCloseTo(whole?.time ?? 0, 5);
    expect(stderr).toContain(`and ${whole?.time.toFixed(1)} ms:`);
    expect(phases.map(({ name }) => name.split(/[ :]/)[0])).toEqual([
      "start",
      "read",
      "parse",
      "admission",
      "rules",
      "findings",
      "report",
      "together",
    ]);
    expect(rules.length).toBe(10);
    expect(rules.map(({ time }) => time)).toEqual(rules.map(({ time }) => time).sort((a, b) => b - a));
    // Each line is rounded by itself.
    expect(sum(rules)).toBeLessThanOrEqual((phases.find(({ name }) => name === "rules")?.time ?? 0) + 0.5);
  });

  it.each([
    ["--shard", ["--shard", "1/2"]],
    ["--fix", ["--fix"]],
  ])("counts once what %s reads twice, and the time of both", async (_, more) => {
    passing(10);
    const plain = await call({ args: ["a.yaml", "--stats"], cwd: folder({ "a.yaml": faulty }) });
    const twice = await call({ args: ["a.yaml", "--stats", ...more], cwd: folder({ "a.yaml": faulty }) });
    const amount = /^read \d\.\d\d MB in 1 input: /m;
    expect(plain.stderr).toMatch(amount);
    expect(twice.stderr).toMatch(amount);
    const read = ({ stderr }: { readonly stderr: string }) =>
      figuresIn(stderr).phases.find(({ name }) => name.startsWith("read"))?.time ?? 0;
    expect(read(twice)).toBeGreaterThan(read(plain));
  });

  it("tells the time of renders under chart, and how much they gave", async () => {
    const cwd = folder({ ...chartAt("one"), "one/ci/big-values.yaml": "size: 5\n" });
    const { stderr } = await call({
      args: ["chart", "one", "--no-helm", "--values-matrix", "--stats", "--quiet"],
      cwd,
    });
    expect(stderr).toMatch(/^read 0\.00 MB in 2 inputs: /m);
    expect(figuresIn(stderr).phases.map(({ name }) => name)).toContain("render charts");
  });

  it("tells what rendering value by value took", async () => {
    const { stderr } = await call({
      args: ["chart", "db", "--frozen", "--no-helm", "--stats"],
      cwd: folder(chartAt("db")),
    });
    const { phases } = figuresIn(stderr);
    expect(phases.map(({ name }) => name)).toContain("render charts");
    expect(sum(phases.slice(0, -1))).toBeCloseTo(phases.at(-1)?.time ?? 0, 5);
  });

  it("leaves the report and the status as they are", async () => {
    const plain = await call({ stdin: faulty });
    const measured = await call({ stdin: faulty, args: ["--stats"] });
    expect({ ...measured, stderr: "" }).toEqual(plain);
  });

  it("lets the parts of an input be merged, measured or not", async () => {
    const cwd = folder({ "a.yaml": faulty });
    for (const [part, more] of [
      ["1/2", "--stats"],
      ["2/2", "--color=never"],
    ] as const)
      await call({ args: ["a.yaml", "--shard", part, "--format", `json=${part[0]}.json`, more], cwd });
    const whole = await call({ args: ["a.yaml", "--format", "json"], cwd });
    expect((await call({ args: ["merge", "1.json", "2.json"], cwd })).stdout).toBe(whole.stdout);
  });
});
