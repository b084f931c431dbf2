import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { watchRuns } from "../../src/cli/watch.ts";
import { bundleProgram } from "./bundled.ts";
import { call, fakeHost, faulty, folder, rule, sound } from "./fake-host.ts";

const program = join(folder(), "sts-lint.cjs");
beforeAll(() => bundleProgram(program));

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

const waits = "waiting for changes; Ctrl-C ends\n";

/** A `--watch` that runs, and what it has written since it was last asked. */
class Watching {
  readonly #child: ChildProcess;
  readonly ended: Promise<number | null>;
  #stdout = "";
  #stderr = "";

  constructor(args: readonly string[], cwd: string) {
    this.#child = spawn(process.execPath, [program, ...args, "--watch", "--format", "concise"], {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(this.#child);
    this.#child.stdout?.on("data", (chunk) => {
      this.#stdout += chunk;
    });
    this.#child.stderr?.on("data", (chunk) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((resolve) => this.#child.on("close", resolve));
  }

  /** All that was written until it says that it waits, and what was asked for is there. */
  async until(wanted: string | RegExp, saysSo = true): Promise<{ stdout: string; stderr: string }> {
    const has = (text: string) => (typeof wanted === "string" ? text.includes(wanted) : wanted.test(text));
    for (const start = Date.now(); ; ) {
      const [stdout, stderr] = [this.#stdout, this.#stderr];
      if ((!saysSo || stderr.endsWith(waits)) && (has(stdout) || has(stderr))) {
        this.#stdout = "";
        this.#stderr = "";
        return { stdout, stderr };
      }
      if (Date.now() - start > 60_000) throw new Error(`not there after a minute: ${wanted}\n${stdout}${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async end(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }

  closeStdout(): void {
    this.#child.stdout?.destroy();
  }
}

const chart = {
  "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
  "db/values.yaml": "type: headless\n",
  "db/templates/set.yaml": sound,
};
const noFindings = "✔ no findings";

describe("--watch", () => {
  it("lints a file again when it was written, and what has changed is said", async () => {
    const cwd = folder({ "a.yaml": sound });
    const watching = new Watching(["a.yaml"], cwd);
    await watching.until(noFindings);
    writeFileSync(join(cwd, "a.yaml"), faulty);
    const { stdout, stderr } = await watching.until(rule);
    expect(stderr).toContain("changed: a.yaml\n");
    // A pipe keeps what was written: nothing is erased in it.
    expect(stdout + stderr).not.toContain("\u001b");
    expect(await watching.end()).toBe(130);
  });

  it("sees an editor that writes another file and renames it, time and again", async () => {
    const cwd = folder({ "a.yaml": sound });
    const watching = new Watching(["a.yaml"], cwd);
    await watching.until(noFindings);
    for (const [text, wanted] of [
      [faulty, rule],
      [sound, noFindings],
      [faulty, rule],
    ] as const) {
      writeFileSync(join(cwd, ".a.yaml.swp"), text);
      renameSync(join(cwd, ".a.yaml.swp"), join(cwd, "a.yaml"));
      await watching.until(wanted);
    }
  });

  it("survives a file that is half written, gone and back", async () => {
    const cwd = folder({ "a.yaml": sound });
    const watching = new Watching(["a.yaml"], cwd);
    await watching.until(noFindings);
    writeFileSync(join(cwd, "a.yaml"), `${faulty.slice(0, 200)}\n  - {`);
    await watching.until(/input\[unreadable\]/);
    unlinkSync(join(cwd, "a.yaml"));
    await watching.until("there is no such file");
    writeFileSync(join(cwd, "a.yaml"), "");
    await watching.until("input[empty]");
    appendFileSync(join(cwd, "a.yaml"), faulty);
    await watching.until(rule);
  });

  it("sees files and folders that come into a folder, and those that match a glob", async () => {
    const cwd = folder({ "rendered/a.yaml": sound, "globbed/a.yaml": sound });
    const watching = new Watching(["rendered", "globbed/**/*.yaml"], cwd);
    await watching.until(noFindings);
    mkdirSync(join(cwd, "rendered/new/deep"), { recursive: true });
    writeFileSync(join(cwd, "rendered/new/deep/b.yaml"), faulty);
    await watching.until("rendered/new/deep/b.yaml:");
    writeFileSync(join(cwd, "rendered/new/deep/b.yaml"), sound);
    await watching.until("changed: rendered/new/deep/b.yaml");
    rmSync(join(cwd, "rendered"), { recursive: true });
    await watching.until("rendered:1:1");
    mkdirSync(join(cwd, "rendered"));
    writeFileSync(join(cwd, "rendered/c.yaml"), faulty);
    await watching.until("rendered/c.yaml:");
    mkdirSync(join(cwd, "globbed/x"));
    writeFileSync(join(cwd, "globbed/x/d.yaml"), faulty);
    await watching.until("globbed/x/d.yaml:");
  });

  it("sees a configuration that comes, is broken, and is mended", async () => {
    const cwd = folder({ "a.yaml": faulty });
    const watching = new Watching(["a.yaml"], cwd);
    await watching.until(rule);
    writeFileSync(join(cwd, ".sts-lint.yaml"), "rulez: {}\n");
    await watching.until("unknown key `rulez`");
    writeFileSync(join(cwd, ".sts-lint.yaml"), `rules: { ${rule}: "off" }\n`);
    await watching.until(noFindings);
  });

  it("sees what --against, --baseline and a link name", async () => {
    const cwd = folder({ "a.yaml": sound, "old.yaml": sound, "real/b.yaml": sound });
    symlinkSync(join(cwd, "real/b.yaml"), join(cwd, "b.yaml"));
    await call({ args: ["a.yaml", "--baseline", "known.json", "--update-baseline"], cwd });
    const watching = new Watching(["a.yaml", "b.yaml", "--against", "old.yaml", "--baseline", "known.json"], cwd);
    await watching.until(/StatefulSet/);
    writeFileSync(join(cwd, "old.yaml"), sound.replace("serviceName: app", "serviceName: other"));
    await watching.until("immutable-field-changed");
    writeFileSync(join(cwd, "known.json"), "{}");
    await watching.until(/baseline known\.json/);
    writeFileSync(join(cwd, "real/b.yaml"), faulty);
    await watching.until("changed: b.yaml");
  });

  it("does not take its own report for a change", async () => {
    const cwd = folder({ "rendered/a.yaml": sound });
    const watching = new Watching(["rendered/*.yaml", "--format", "json=rendered/report.json"], cwd);
    await watching.until(noFindings);
    writeFileSync(join(cwd, "rendered/a.yaml"), faulty);
    const { stderr } = await watching.until(rule);
    expect(stderr.match(/changed:/g)).toHaveLength(1);
    writeFileSync(join(cwd, "rendered/a.yaml"), sound);
    // Had it run for its own report, too, that would stand before this change.
    expect((await watching.until(noFindings)).stderr).toBe(`changed: rendered/a.yaml\n${waits}`);
  });

  it("says nothing between the reports with --quiet", async () => {
    const cwd = folder({ "a.yaml": faulty });
    const watching = new Watching(["a.yaml", "--quiet"], cwd);
    expect((await watching.until(rule, false)).stderr).toBe("");
    writeFileSync(join(cwd, "a.yaml"), faulty.replace("NodePort", "LoadBalancer"));
    expect((await watching.until("LoadBalancer", false)).stderr).toBe("");
  });

  it("passes by links that lead in a circle, and names that no file can have", async () => {
    const cwd = folder({ "rendered/a.yaml": sound });
    symlinkSync("self", join(cwd, "rendered/self"));
    symlinkSync("..", join(cwd, "rendered/up"));
    const watching = new Watching(["rendered", "rendered/self", "x".repeat(300)], cwd);
    await watching.until("its links lead in a circle");
    writeFileSync(join(cwd, "rendered/a.yaml"), faulty);
    await watching.until(rule);
  });

  it("ends with Ctrl-C also where that comes while it looks at what has changed", async () => {
    const cwd = folder({ "a.yaml": sound });
    let interrupt: (() => void) | undefined;
    let runs = 0;
    const { host } = fakeHost({ cwd });
    const stdout = { ...host.stdout, isClosed: () => runs > 1 };
    const onInterrupt = (told: (signal: "SIGINT" | "SIGTERM") => void) => {
      interrupt = () => told("SIGINT");
      return () => {
        interrupt = undefined;
      };
    };
    const once = async () => {
      runs++;
      writeFileSync(join(cwd, "a.yaml"), faulty);
      return 0 as const;
    };
    const scope = async () => {
      // As Node tells of a signal: when what looks is done.
      if (interrupt !== undefined) setImmediate(() => interrupt?.());
      return { inputs: [], wholeRelease: false, trees: [], files: ["a.yaml"], findsConfig: false, outputs: [] };
    };
    expect(await watchRuns({ once, scope, isQuiet: true }, { ...host, stdout, onInterrupt })).toBe(130);
    expect(runs).toBe(1);
  });

  it("ends with 143 for SIGTERM", async () => {
    const watching = new Watching(["a.yaml"], folder({ "a.yaml": sound }));
    await watching.until(noFindings);
    expect(await watching.end("SIGTERM")).toBe(143);
  });

  it("ends when nobody reads its reports any more", async () => {
    const cwd = folder({ "a.yaml": sound });
    const watching = new Watching(["a.yaml"], cwd);
    await watching.until(noFindings);
    watching.closeStdout();
    writeFileSync(join(cwd, "a.yaml"), faulty);
    expect(await watching.ended).toBe(1);
  });
});

describe("chart --watch", () => {
  it("renders again when a template, the values or a file of -f changes, and waits for one that does not render", async () => {
    const cwd = folder({ ...chart, "prod,eu.yaml": "{}\n" });
    const watching = new Watching(["chart", "db", "--no-helm", "-f", '"prod,eu.yaml"', "--fail-on", "error"], cwd);
    await watching.until("0 errors");
    writeFileSync(join(cwd, "db/templates/set.yaml"), "{{ if }}");
    await watching.until("input[not-rendered]");
    writeFileSync(
      join(cwd, "db/templates/set.yaml"),
      faulty.replace(
        "type: NodePort",
        '{{ if eq .Values.type "headless" }}clusterIP: None{{ else }}type: NodePort{{ end }}',
      ),
    );
    await watching.until("0 errors");
    writeFileSync(join(cwd, "prod,eu.yaml"), "type: open\n");
    expect((await watching.until(rule)).stderr).toContain("changed: prod,eu.yaml");
    writeFileSync(join(cwd, "prod,eu.yaml"), "{}\n");
    await watching.until("0 errors");
    writeFileSync(join(cwd, "db/values.yaml"), "type: open\n");
    expect((await watching.until(rule)).stderr).toContain("changed: db/values.yaml");
    mkdirSync(join(cwd, "db/ci"));
    rmSync(join(cwd, "db/templates"), { recursive: true });
    mkdirSync(join(cwd, "db/templates"));
    writeFileSync(join(cwd, "db/templates/other.yaml"), sound);
    await watching.until("db/templates/other.yaml");
    expect(await watching.end()).toBe(130);
  });

  it("waits for the file that a chart was named by, and passes by links in it that lead in a circle", async () => {
    const cwd = folder({ ...chart, "db/templates/other.yaml": "" });
    symlinkSync("self", join(cwd, "db/templates/self"));
    const watching = new Watching(["chart", "db/templates/other.yaml", "--whole-release", "--no-helm"], cwd);
    await watching.until("0 errors");
    unlinkSync(join(cwd, "db/templates/other.yaml"));
    await watching.until("there is no db/templates/other.yaml");
    writeFileSync(join(cwd, "db/templates/other.yaml"), faulty);
    await watching.until("db/templates/other.yaml:");
  });

  it("sees the chart that a HelmRelease names", async () => {
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: data }
spec:
  chart:
    spec: { chart: charts/db, sourceRef: { kind: GitRepository, name: fleet } }
`;
    const files = Object.fromEntries(Object.entries(chart).map(([name, text]) => [`charts/${name}`, text]));
    const cwd = folder({ ...files, "apps/db.yaml": release });
    const watching = new Watching(["chart", "apps/db.yaml", "--no-helm"], cwd);
    await watching.until("0 errors");
    writeFileSync(join(cwd, "charts/db/templates/set.yaml"), faulty);
    await watching.until(rule);
  });
});

describe("--watch refuses", () => {
  it.each([
    [["--watch"], "stdin is read once"],
    [["-", "--watch"], "stdin is read once"],
    [["a.yaml", "--against", "-", "--watch"], "stdin is read once"],
    [["chart", "-", "--watch"], "stdin is read once"],
    [["a.yaml", "--watch", "--fix"], "--fix writes what is watched"],
    [["a.yaml", "--watch", "--passthrough"], "--passthrough hands stdin on"],
    [["a.yaml", "--watch", "--update-baseline", "--baseline", "b.json"], "run it by itself"],
    [["chart", "db", "--watch", "--fix"], "--fix writes what is watched"],
    [["a.yaml", "--watch", "--config", "gone.yaml"], "there is no such file"],
    [["chart", "gone", "--no-helm", "--watch"], "there is no such folder"],
    [["plan", "a.yaml", "--watch"], "does not take it"],
  ])("%j, with 2 and why", async (args, why) => {
    const { status, stdout, stderr } = await call({ args, cwd: folder({ "a.yaml": sound, ...chart }), stdin: sound });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(why);
  });
});
