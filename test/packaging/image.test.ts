import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { faulty, folder, rule, sound } from "../cli/fake-host.ts";
import { root } from "./built.ts";

interface Instruction {
  readonly name: string;
  readonly text: string;
}

const lines = readFileSync(join(root, "Dockerfile"), "utf8")
  .replace(/^ *#.*\n/gm, "")
  .replace(/\\\n/g, " ");
const instructions: readonly Instruction[] = [...lines.matchAll(/^([A-Z]+) +(.*)$/gm)].map(
  ([, name = "", text = ""]) => ({ name, text: text.trim() }),
);
const textsOf = (name: string, of = instructions) => of.filter((one) => one.name === name).map(({ text }) => text);
const lastFrom = instructions.findLastIndex(({ name }) => name === "FROM");
const last = instructions.slice(lastFrom);

describe("the Dockerfile", () => {
  it("is read whole by this test", () => {
    expect(
      lines
        .trim()
        .split("\n")
        .filter((line) => line.trim() !== ""),
    ).toHaveLength(instructions.length);
  });

  it("starts from images of a named version, and copies from stages that are there", () => {
    const args = textsOf("ARG").map((text) => text.split("=")[0] ?? "");
    const stages = new Set<string>();
    for (const from of textsOf("FROM")) {
      const [image = "", , stage = ""] = from.split(/\s+/);
      expect(image).toMatch(/:[^:]+$/);
      expect(image).not.toMatch(/:latest$/);
      for (const [, name = ""] of image.matchAll(/\$\{(\w+)\}/g)) expect(args).toContain(name);
      if (stage !== "") stages.add(stage);
    }
    for (const [, stage = ""] of lines.matchAll(/--from=(\w+)/g)) expect(stages).toContain(stage);
  });

  it("ends as nobody in particular, by number so that a cluster can ask for it, in an absolute folder", () => {
    expect(textsOf("USER", last)).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
    for (const folder of textsOf("WORKDIR")) expect(folder).toMatch(/^\//);
    // As a list of words: a shell would swallow signals.
    for (const text of [...textsOf("ENTRYPOINT", last), ...textsOf("CMD", last)])
      expect(JSON.parse(text)).toBeInstanceOf(Array);
  });

  it("brings nothing from elsewhere than its stages, and keeps no installer and no cache", () => {
    expect(textsOf("ADD")).toEqual([]);
    expect(lines).not.toMatch(/\b(?:curl|wget|sudo)\b/);
    for (const run of textsOf("RUN")) if (run.includes("apk add")) expect(run).toContain("apk add --no-cache");
    expect(textsOf("RUN", last).join()).toMatch(/rm -rf [^&]*node_modules[^&]*\/npm /);
    expect(textsOf("COPY", last).every((text) => text.startsWith("--from="))).toBe(true);
  });
});

describe("the image's steps, in a folder with what .dockerignore lets through and nothing else", () => {
  const stage = folder();
  const image = folder();
  beforeAll(() => {
    const passed = readFileSync(join(root, ".dockerignore"), "utf8").trim().split("\n");
    expect(passed[0]).toBe("*");
    for (const name of passed.slice(1)) {
      expect(name).toMatch(/^!/);
      cpSync(join(root, name.slice(1)), join(stage, name.slice(1)), { recursive: true });
    }
    // In place of `npm ci`.
    symlinkSync(join(root, "node_modules"), join(stage, "node_modules"));
    const build = textsOf("RUN").find((text) => text.startsWith("npm run"));
    const env = { PATH: process.env.PATH, HOME: stage };
    const built = spawnSync("sh", ["-ec", build ?? "exit 9"], { cwd: stage, encoding: "utf8", env });
    expect(built.status, built.stderr).toBe(0);
    cpSync(join(stage, "dist/bin"), join(image, "bin"), { recursive: true });
  });
  const run = (args: readonly string[], cwd: string) =>
    spawnSync(process.execPath, [join(image, "bin/sts-lint.cjs"), ...args], {
      cwd,
      encoding: "utf8",
      env: { PATH: "" },
    });

  it("give a program that lints and renders by itself", () => {
    const cwd = folder({
      "a.yaml": faulty,
      "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
      "db/templates/set.yaml": sound,
    });
    expect(run(["--help"], cwd)).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage: sts-lint") });
    expect(run(["a.yaml"], cwd)).toMatchObject({ status: 1, stdout: expect.stringContaining(`error[${rule}]`) });
    expect(run(["chart", "db", "--no-helm"], cwd)).toMatchObject({ status: 0 });
    expect(run(["*.yaml", "--stats"], cwd)).toMatchObject({ status: 1, stderr: expect.stringContaining("together") });
  });
});

describe("the release workflow", () => {
  interface Step {
    readonly name?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }
  interface Job {
    readonly needs?: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
    readonly steps: readonly Step[];
  }
  const text = readFileSync(join(root, ".github/workflows/release.yml"), "utf8");
  const { permissions, jobs } = parse(text) as { permissions: object; jobs: Readonly<Record<string, Job>> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("uses actions by their commit, with the version beside it", () => {
    const used = [...text.matchAll(/uses: (\S+)(.*)$/gm)];
    expect(used).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
    for (const [, action, comment] of used) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  it("gives each job what it needs and no more, and no script text from outside", () => {
    expect(permissions).toEqual({});
    expect(jobs.test?.permissions).toEqual({ contents: "read" });
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  it("publishes only what its notes tell: no changeset is left", () => {
    const names = jobs.publish?.steps.map(({ name }) => name) ?? [];
    const check = jobs.publish?.steps.find(({ name }) => name === "No change waits for another release");
    expect(names.indexOf(check?.name)).toBeLessThan(names.findIndex((name) => name?.startsWith("Pack")));
    const cwd = folder({ ".changeset/README.md": "", ".changeset/config.json": "{}" });
    const run = () => spawnSync("sh", ["-ec", check?.run ?? "exit 9"], { cwd, encoding: "utf8" });
    expect(run().status).toBe(0);
    writeFileSync(join(cwd, ".changeset/brave-pods.md"), '---\n"sts-lint": minor\n---\n\nNew: something.\n');
    expect(run()).toMatchObject({
      status: 1,
      stderr: "run `npm run changeset -- version` first, for .changeset/brave-pods.md\n",
    });
  });

  it("tests on every Node that is supported before it publishes anything", () => {
    expect(jobs.test?.strategy?.matrix.node).toEqual(["20.19", "22", "24", "26"]);
    expect(jobs.publish?.needs).toBe("test");
    expect(jobs.image?.needs).toBe("publish");
  });

  it("publishes the image of this Dockerfile with provenance and a bill of materials", () => {
    const [push] = jobs.image?.steps.filter(({ uses }) => uses?.startsWith("docker/build-push-action@")) ?? [];
    expect(push?.with).toMatchObject({ context: ".", push: true, provenance: "mode=max", sbom: true });
    expect(jobs.image?.steps.at(-1)?.uses).toMatch(/^actions\/attest-build-provenance@/);
    expect(jobs.image?.permissions).toEqual({
      contents: "read",
      packages: "write",
      "id-token": "write",
      attestations: "write",
    });
  });
});
