import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call, faulty, folder, rule, sound } from "./fake-host.ts";

const ignore = (fields: string): string =>
  `overrides: [{ match: { name: app }, ignore: [{ rule: ${rule}, ${fields} }] }]\n`;

describe("a configuration that does not say what was meant", () => {
  it.each([
    // What is not read must not pass for no configuration.
    ["preset: all\npreset: strict\n", "2:1: `preset` stands on line 1, too: keep one"],
    [`rules:\n  ${rule}: error\n  ${rule}: off\n`, `3:3: \`rules.${rule}\` stands on line 2, too: keep one`],
    ["{{ .Values.lint }}\n", "1:1: a configuration is no template"],
    ["preset: {{ preset }}\n", "1:9: a configuration is no template"],
    ["preset: all\n...\nrules: {}\n", "3:1: the document has ended"],
    ["preset: all\n---\npreset: strict\n", "3:1: a configuration is one document"],
    ["rules:\n\tx: off\n", "2:1: cannot be read: found a tab character"],
    ["\0\0", "1:1: cannot be read: control characters"],
    // What YAML makes of words and numbers.
    [`rules: { ${rule}: yes }\n`, "`true` is none of error, warning, info, off; quote it: YAML reads a bare y, n, on"],
    ["failOn: no\n", "`false` is none of error, warning, info, never; YAML reads a bare y, n, on"],
    ["baseline: no\n", "`baseline`: must be a string, so quote it: YAML reads a bare y, n, on"],
    [ignore("reason: y"), "reason`: must be a string, so quote it: YAML reads a bare y, n, on"],
    [ignore("reason: 3"), "reason`: must be a string, so quote it\n"],
    ["featureGates: { MaxUnavailableStatefulSet: 'true' }\n", "must be a boolean, so write it without quotes"],
    ["preset: all\nkubernetesVersion: 1\n", ".sts-lint.yaml:2:1: `kubernetesVersion`: `1` is no Kubernetes version"],
    ["kubernetesVersion: [1.30, 1.99]\n", ":1:1: `kubernetesVersion`: Kubernetes 1.99 is not known here"],
    // Values of the wrong shape, in words of whoever wrote them.
    [`rules: { ${rule}: [] }\n`, "must not be an empty list"],
    [`rules: { ${rule}: [error, {}, 1] }\n`, "must be a level, or a level and its options"],
    [`rules: { ${rule}: [error, { x: 1 }] }\n`, "the rule has no options"],
    ['rules: { "": off }\n', "unknown rule ``"],
    ["overrides: [{ match: {} }]\n", "must name at least one of kind, name, namespace, chart, source"],
    ["baseline: ''\n", "`baseline`: must not be empty"],
    // What would match nothing.
    ["overrides: [{ match: { kind: statefulset } }]\n", "1:24: `statefulset` is no kind; did you mean `StatefulSet`?"],
    ["overrides: [{ match: { kind: sts } }]\n", "1:24: `sts` is no kind; did you mean `StatefulSet`?"],
  ])("%j is refused: %s", async (text, hint) => {
    const { status, stdout, stderr } = await call({ stdin: faulty, cwd: folder({ ".sts-lint.yaml": text }) });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(hint);
  });

  it.each([
    `# ours\n---\nrules: { ${rule}: off }\n`,
    `---\n# ours\n---\nrules: { ${rule}: off }\n`,
    `rules: { ${rule}: [off] }\n`,
    `rules: { ${rule}: [info] }\n`,
    `rules: &ours { ${rule}: Off }\noverrides: [{ match: { kind: Service }, rules: *ours }]\n`,
    `\ufeffrules: { ${rule}: no }\r\n`,
  ])("%j is read as it was meant", async (text) => {
    expect((await call({ stdin: faulty, cwd: folder({ ".sts-lint.yaml": text }) })).status).toBe(0);
  });

  it("a flag wins over versions that are not known", async () => {
    const cwd = folder({ ".sts-lint.yaml": `kubernetesVersion: "1.99"\nrules: { ${rule}: off }\n` });
    expect((await call({ stdin: faulty, cwd, args: ["--kubernetes-version", "1.36"] })).status).toBe(0);
  });

  it("a package.json that names it and cannot be read is refused; with a byte order mark it is read", async () => {
    const of = (text: string) => call({ stdin: faulty, cwd: folder({ "package.json": text }) });
    const rules = `{ "rules": { "${rule}": "off" } }`;
    expect((await of(`\ufeff{ "sts-lint": ${rules} }`)).status).toBe(0);
    const broken = await of(`{ "sts-lint": ${rules}, }`);
    expect([broken.status, broken.stderr]).toEqual([2, expect.stringContaining("is no JSON")]);
    expect((await of('{ "name": "x", }')).status).toBe(1);
  });
});

describe("a baseline", () => {
  const good = '{ "version": 2, "findings": {} }';

  it.each([
    ["<<<<<<< ours\n", "not JSON; delete it, and --update-baseline writes it anew", "is no baseline"],
    ["[]", "is not a baseline that sts-lint wrote: name another, or delete it first", "is no baseline"],
    [" \n", "it is empty; --update-baseline writes it anew", undefined],
    ['{ "version": 1, "findings": {} }', "is of version 1", undefined],
    [`\ufeff${good}`, undefined, undefined],
  ])("%j is read (%s) and written over (%s) as the one says of the other", async (text, unread, kept) => {
    const cwd = folder({ "a.yaml": sound, "b.json": text });
    const read = await call({ args: ["--baseline", "b.json", "a.yaml"], cwd });
    expect([read.status, read.stderr]).toEqual(unread === undefined ? [0, ""] : [2, expect.stringContaining(unread)]);
    const written = await call({ args: ["--baseline", "b.json", "--update-baseline", "a.yaml"], cwd });
    expect([written.status, written.stderr]).toEqual(kept === undefined ? [0, ""] : [2, expect.stringContaining(kept)]);
  });

  it("holds for a chart under another release name, also where no label tells it", async () => {
    const cwd = folder({
      "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
      "c/templates/set.yaml": (faulty.split("service.yaml\n")[1] ?? "")
        .replace(/^# Source.*\n/m, "")
        .replaceAll("app\n", "{{ .Release.Name }}-db\n"),
    });
    const run = (...args: string[]) =>
      call({ args: ["chart", "c", "--no-helm", "--baseline", "b.json", ...args], cwd });
    expect((await run("--release", "one", "--update-baseline")).status).toBe(0);
    for (const flags of [[], ["--release", "other-two"]])
      expect((await run(...flags)).stdout).toContain("1 finding suppressed: 1 by baseline");
  });
});

describe("a baseline that is written", () => {
  const update = (name: string, cwd: string) =>
    call({ args: ["--baseline", name, "--update-baseline", "a.yaml"], cwd });

  it.skipIf(!existsSync("/dev/zero"))("goes into a file, which keeps it, or not at all", async () => {
    const cwd = folder({ "a.yaml": faulty, "sub/x": "" });
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    symlinkSync("/dev/null", join(cwd, "link"));
    for (const name of ["/dev/zero", "/dev/null", "/dev/full", "pipe", "link"]) {
      const { status, stderr } = await update(name, cwd);
      expect([status, stderr]).toEqual([2, `sts-lint: baseline ${name}: it is a pipe or a device, not a file\n`]);
    }
    const inFolder = await update("sub", cwd);
    expect([inFolder.status, inFolder.stderr]).toEqual([2, "sts-lint: baseline sub: it is a folder, not a file\n"]);
    expect((await update("no/such.json", cwd)).status).toBe(2);
    expect((await update("b.json", cwd)).status).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, "b.json"), "utf8"))).toMatchObject({ version: 2 });
  });

  it.skipIf(!existsSync("/dev/null"))("--fix refuses what it could not write back", async () => {
    const { status, stderr } = await call({ args: ["--fix", "/dev/null"] });
    expect([status, stderr]).toEqual([
      2,
      "sts-lint: --fix: /dev/null is a pipe or a device, and cannot be written: name the files\n",
    ]);
  });
});
