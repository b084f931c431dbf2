import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleProgram } from "./bundled.ts";
import { faulty, folder, rule, sound } from "./fake-host.ts";

const cwd = folder();
const program = join(cwd, "sts-lint.cjs");

beforeAll(() => bundleProgram(program));

/** A plugin with a rule of which the check is `code`. */
function ownRule(code: string): string {
  return `export default { id: "mine", summary: "Mine.", preset: "recommended", subject: "StatefulSet", severity: "error",
  messages: { mine: { text: "Mine.", help: "Mine." } }, check() { ${code} } };`;
}

/** Runs a shell command line in which `$LINT` is the program. */
function shell(line: string, input?: string): SpawnSyncReturns<string> {
  const env = { ...process.env, LINT: `${process.execPath} ${program}`, GITHUB_ACTIONS: "" };
  return spawnSync("bash", ["-o", "pipefail", "-c", line], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
  });
}

/** Its name since Node 22.13, which Node 24 alone knows. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

describe("the process", () => {
  it("exits with the status of the run", () => {
    expect(shell("$LINT", faulty)).toMatchObject({ status: 1, stderr: "" });
    expect(shell("$LINT --nonsense", faulty)).toMatchObject({ status: 2, stdout: "" });
  });

  it.each(["--pending-deprecation", "--throw-deprecation", `${permission} --allow-fs-read=*`, ""])(
    "reads a chart of many lines, and Node has nothing to say of it: %s",
    (flags) => {
      const line = `NODE_OPTIONS="${flags}" $LINT`;
      const long = `${faulty}---\n# ${"long ".repeat(2_000)}\n`;
      const { status, stderr } = shell(line, long);
      // Node itself says on each start that its permissions are an experiment.
      const own = stderr.split("\n").filter((one) => !/Permission is an experimental|trace-warnings/.test(one));
      expect(own.join("\n")).toBe("");
      expect(status).toBe(1);
    },
  );

  it("ends quietly, with its status, when nobody reads on", () => {
    const { stdout, stderr } = shell(`$LINT --format json | head -c 10; echo "status \${PIPESTATUS[0]}"`, faulty);
    expect(stdout).toContain("status 1");
    expect(stderr).toBe("");
  });

  it("says the same in several threads, from stdin and from files", () => {
    const many = Array.from({ length: 5 }, (_, at) => faulty.replace(/\bapp\b/g, `app-${at}`)).join("");
    writeFileSync(join(cwd, "many.yaml"), many);
    for (const line of ["$LINT many.yaml", "cat many.yaml | $LINT --format json", "$LINT many.yaml - < many.yaml"]) {
      const [alone, threads] = [shell(line), shell(line.replace("$LINT", "$LINT --jobs 3"))];
      expect(threads).toMatchObject({ status: alone.status, stdout: alone.stdout, stderr: "" });
      expect(alone.status).toBe(1);
    }
  });

  it.each([
    ["ends", "process.exit(0);"],
    ["throws outside of its check", "setImmediate(() => { throw new Error('mine'); });\nawait new Promise(() => {});"],
  ])("takes a thread that a plugin %s for no clean part, and says so", (_, code) => {
    // Of another chart: releases of one go to one thread.
    writeFileSync(join(cwd, "many.yaml"), faulty + sound.replace(/\bapp\b/g, "web"));
    writeFileSync(
      join(cwd, "ending.mjs"),
      `import { isMainThread } from "node:worker_threads";\nif (!isMainThread) { ${code} }\n${ownRule("return []")}\n`,
    );
    writeFileSync(join(cwd, "ending.yaml"), "plugins: [./ending.mjs]\n");
    const { status, stdout, stderr } = shell("$LINT --config ending.yaml --jobs 2 many.yaml");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^sts-lint: --jobs: a thread ended before its part was linted/);
    expect(stderr).toContain("look at `plugins` in the configuration");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("names a plugin's rule that throws what no text can be made of", () => {
    writeFileSync(
      join(cwd, "odd.mjs"),
      `${ownRule("throw Object.assign(Object.create(null), { toJSON() { throw 1; } })")}\n`,
    );
    writeFileSync(join(cwd, "odd.yaml"), "plugins: [./odd.mjs]\n");
    const { status, stderr } = shell("$LINT --config odd.yaml", faulty);
    expect(stderr).toContain("the rule `mine` of a plugin failed");
    expect(status).toBe(2);
  });

  it("prints a setting of the configuration without what steers a terminal", () => {
    writeFileSync(join(cwd, "bright.yaml"), 'baseline: "\\e[31m.json"\n');
    const { stdout } = shell("$LINT config --config bright.yaml");
    expect(stdout).toContain("baseline");
    expect(stdout).not.toContain("\u001b");
    writeFileSync(join(cwd, "bright.yaml"), 'kubernetesVersion: "\\e[31m"\n');
    const { stderr } = shell("$LINT config --config bright.yaml");
    expect(stderr).toContain("is no Kubernetes version");
    expect(stderr).not.toContain("\u001b");
  });

  it.each([
    ["as it is loaded", "process.exit(0);\n"],
    ["as a rule runs", `${ownRule("process.exit(0)")}\n`],
    ["a little later", `setImmediate(() => process.exit(0));\nawait new Promise((done) => setTimeout(done, 5_000));\n`],
    [
      "by an error that nobody catches",
      "setImmediate(() => { throw new Error('mine'); });\nawait new Promise((done) => setTimeout(done, 5_000));\n",
    ],
  ])("ends with status 2, and says so, where a plugin ends it %s", (_, code) => {
    writeFileSync(join(cwd, "ending.mjs"), code);
    writeFileSync(join(cwd, "ending.yaml"), "plugins: [./ending.mjs]\n");
    const { status, stdout, stderr } = shell("$LINT --config ending.yaml", faulty);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("sts-lint: ended by other code before the report was whole");
    expect(stderr).toContain("look at `plugins` in the configuration");
  });

  it("says that a closed or empty stdin is empty", () => {
    for (const stdin of ["<&-", "< /dev/null"]) {
      const { status, stdout } = shell(`$LINT ${stdin}`);
      expect(stdout).toContain("input[empty]");
      expect(status).toBe(2);
    }
  });

  it("says that stdin is a folder", () => {
    expect(shell("$LINT < .")).toMatchObject({
      status: 2,
      stdout: expect.stringContaining("cannot be read: it is a folder"),
    });
  });

  it("waits for a slow writer, also where the pipe does not block", async () => {
    const child = spawn(process.execPath, [program, "--format", "concise"], {
      cwd,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const end = new Promise<number | null>((resolve) => child.on("close", resolve));
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    for (let at = 0; at < faulty.length; at += 200) {
      child.stdin.write(faulty.slice(at, at + 200));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    child.stdin.end();
    expect(await end).toBe(1);
    expect(out).toContain(rule);
  });

  it("says nothing on stderr by itself, however long the input: each Node has its own ways of being told to be patient", () => {
    for (const copies of [1, 10, 500]) {
      const { status, stderr } = shell("$LINT --format concise", faulty.repeat(copies));
      expect({ status, stderr }, `${copies}`).toEqual({ status: 1, stderr: "" });
    }
  });

  it("writes all of a large report into a pipe", () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      faulty.replaceAll("name: app", `name: app-${index}`).replace("serviceName: app", `serviceName: app-${index}`),
    );
    writeFileSync(join(cwd, "many.yaml"), many.join(""));
    const { status, stdout } = shell("$LINT many.yaml --format json | cat");
    expect(status).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.findings.filter((finding: { rule: string }) => finding.rule === rule)).toHaveLength(600);
    expect(stdout.length).toBeGreaterThan(500_000);
  });

  it("passes every byte of stdin on, whatever they are", () => {
    const bytes = Buffer.concat([Buffer.from(faulty), Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0x80])]);
    const path = join(cwd, "bytes.bin");
    writeFileSync(path, bytes);
    const stdin = openSync(path, "r");
    const { stdout, stderr } = spawnSync(process.execPath, [program, "--passthrough"], {
      cwd,
      stdio: [stdin, "pipe", "pipe"],
    });
    closeSync(stdin);
    expect(stdout.equals(bytes)).toBe(true);
    expect(stderr.toString()).toContain("stdin:");
  });
});
