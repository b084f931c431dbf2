import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../rules/index.generated.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { bundleProgram } from "./bundled.ts";
import { call, faulty, folder, rule, sound } from "./fake-host.ts";

const program = join(folder(), "sts-lint.cjs");

beforeAll(async () => {
  await bundleProgram(program);
  chmodSync(join(program, ".."), 0o755);
});

describe("every command", () => {
  const named = commands.map(({ name }) => name).filter((name) => name !== "");

  it.each(named)("`%s` answers -v and takes -q", async (name) => {
    expect((await call({ args: [name, "-v"] })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await call({ args: [name, "-h"] })).stdout).toContain("-q, --quiet");
  });

  it("says less with -q", async () => {
    const ids = (await call({ args: ["rules", "-q"] })).stdout;
    expect(ids).toBe(rules.map(({ id }) => `${id}\n`).join(""));
    const cwd = folder({ ".sts-lint.yaml": `failOn: warning\nrules: { ${rule}: info }\n` });
    const { stdout } = await call({ args: ["config", "-q"], cwd });
    expect(stdout.match(/\.sts-lint\.yaml:\d/g)).toHaveLength(2);
    expect(stdout).not.toContain("default");
    expect((await call({ args: ["init", "-q"] })).stdout).toBe("");
    const same = await call({
      args: ["plan", "-q", "--against", "a.yaml", "a.yaml"],
      cwd: folder({ "a.yaml": sound }),
    });
    expect(same.stdout).not.toContain("StatefulSet/app");
  });
});

describe("an input that cannot be read", () => {
  const bad = "a: [\n";

  it.each([
    [["--format", "json=o.json"]],
    [["plan", "--format", "json=o.json"]],
    [["plan", "--format", "html=o.html", "--format", "mermaid"]],
    [["plan", "--format", "json=o.json", "--kubernetes-version", "1.30..1.37"]],
  ])("is told at the terminal where only files hold it: %j", async (args) => {
    const { status, stderr } = await call({ args: [...args, "bad.yaml"], cwd: folder({ "bad.yaml": bad }) });
    expect([status, stderr.match(/^bad\.yaml:2:1: .*cannot read/gm)?.length]).toEqual([2, 1]);
  });

  it.each([[["--format", "json"]], [["plan", "--format", "json"]], [["plan"]]])(
    "is told once where it is on stdout: %j",
    async (args) => {
      const { status, stderr } = await call({ args: [...args, "bad.yaml"], cwd: folder({ "bad.yaml": bad }) });
      expect([status, stderr]).toEqual([2, ""]);
    },
  );
});

describe("versions and feature gates", () => {
  it.each([
    ["AllAlpha=true", "`AllAlpha` changes nothing here: name the gates that it turns on"],
    ["AllBeta=false", "`AllBeta` changes nothing here: name the gates that it turns off"],
    ["AllAlpha=false", ""],
  ])("%s, which stands for others, is answered", async (gates, said) => {
    const { stderr, status } = await call({ args: ["--feature-gates", gates], stdin: sound });
    expect([status, stderr]).toEqual([0, said === "" ? "" : `warning: --feature-gates: ${said}\n`]);
  });

  it("a plan takes one version as lint does", async () => {
    for (const how of ["flag", "file"]) {
      const cwd = folder(how === "file" ? { ".sts-lint.yaml": `kubernetesVersion: "1.32"\n` } : {});
      const args = ["plan", "--format", "json", ...(how === "flag" ? ["--kubernetes-version", "1.32"] : [])];
      const { stdout, stderr, status } = await call({ args, stdin: sound, cwd });
      expect(JSON.parse(stdout)).toMatchObject({ version: 1, kubernetesVersion: "1.32" });
      expect([stderr, status]).toEqual(["", 0]);
    }
  });

  it.each([
    ["1.31..1.33", ["1.31", "1.32", "1.33"]],
    ["1.36,1.31", ["1.31", "1.36"]],
    ["1.36,1.36", ["1.36"]],
  ])("of %s a plan holds for all versions that behave alike", async (asked, kubernetesVersions) => {
    for (const how of ["flag", "file"]) {
      const cwd = folder(how === "file" ? { ".sts-lint.yaml": `kubernetesVersion: "${asked}"\n` } : {});
      const args = ["plan", "--format", "json", ...(how === "flag" ? ["--kubernetes-version", asked] : [])];
      const { stdout, stderr, status } = await call({ args, stdin: sound, cwd });
      const made = JSON.parse(stdout);
      expect(made.version).toBe(2);
      expect(made.plans.map((each: { kubernetesVersions: string[] }) => each.kubernetesVersions)).toEqual([
        kubernetesVersions,
      ]);
      expect([stderr, status]).toEqual(["", 0]);
    }
  });

  it("an unknown gate is told with the one that was meant, a known one that no rule uses is not", async () => {
    const args = ["--feature-gates", "MaxUnavailabelStatefulSet=true,KubeletInUserNamespace=true"];
    for (const command of [[], ["plan"], ["config"]]) {
      const { stderr, status } = await call({ args: [...command, ...args], stdin: sound });
      expect(stderr).toContain(
        "has no feature gate `MaxUnavailabelStatefulSet`; did you mean `MaxUnavailableStatefulSet`?",
      );
      expect(stderr).not.toContain("KubeletInUserNamespace");
      expect(status).toBe(0);
    }
    const cwd = folder({ ".sts-lint.yaml": "failOn: error\nfeatureGates:\n  NoSuchThingAtAll: true\n" });
    expect((await call({ stdin: sound, cwd })).stderr).toContain("warning: .sts-lint.yaml:3: ");
  });
});

describe("what would be lost or hang", () => {
  it("a file that is no baseline is never written over by one", async () => {
    const cwd = folder({ "db.yaml": faulty, "old.json": '{"version": 1, "findings": {}}', "empty.json": "" });
    const { status, stderr } = await call({ args: ["--baseline", "db.yaml", "--update-baseline", "db.yaml"], cwd });
    expect(stderr).toContain("baseline db.yaml: there is a file that is no baseline");
    expect(status).toBe(2);
    expect(readFileSync(join(cwd, "db.yaml"), "utf8")).toBe(faulty);
    for (const name of ["old.json", "empty.json", "new.json"]) {
      expect((await call({ args: ["--baseline", name, "--update-baseline", "db.yaml"], cwd })).status).toBe(0);
    }
  });

  it.skipIf(!existsSync("/dev/zero"))("a device without an end, as stdin or as what runs now", () => {
    const line = (words: string) =>
      spawnSync("bash", ["-c", `${process.execPath} ${program} --no-config ${words}`], {
        cwd: folder({ "a.yaml": sound }),
        encoding: "utf8",
        timeout: 20_000,
      });
    for (const words of ["< /dev/zero", "- < /dev/urandom", "a.yaml --against /dev/zero", "/dev/full"]) {
      const { status, stdout } = line(words);
      expect(stdout).toContain("it is a device, which has no end");
      expect(status).toBe(2);
    }
    expect(line("< /dev/null").stdout).toContain("input[empty]");
  });

  it("a plugin that waits for ever", () => {
    const cwd = folder({
      "c.yaml": "plugins: [./p.mjs]\n",
      "p.mjs": "await new Promise(() => {});\nexport default [];\n",
      "a.yaml": sound,
    });
    const { status, stderr } = spawnSync(process.execPath, [program, "--config", "c.yaml", "a.yaml"], {
      cwd,
      encoding: "utf8",
    });
    expect(stderr).toContain("plugin `./p.mjs` cannot be loaded: it was not loaded within 20 seconds");
    expect(status).toBe(2);
  }, 40_000);

  it("a plugin's rule whose check is no generator, or yields a message that it does not have", async () => {
    const of = (check: string) =>
      `export default { id: "ours", category: "identity", summary: "s", rationale: "r", preset: "recommended", since: "1.0.0",
        falseAlarms: "", references: [], subject: "StatefulSet", severity: "error", messages: { a: { text: "t", help: "h" } }, ${check} }`;
    for (const check of [
      "async check() {}",
      '*check(set) { yield { message: "b", at: { manifest: set.manifest, path: ["spec"] } } }',
    ]) {
      const cwd = folder({ ".sts-lint.yaml": "plugins: [./p.mjs]\n", "p.mjs": of(check) });
      const { status, stdout, stderr } = await call({ args: ["--allow-plugins"], stdin: faulty, cwd });
      expect(stderr).toMatch(/^sts-lint: the rule `ours` of a plugin failed: /);
      expect(stdout).toContain(rule);
      expect(status).toBe(2);
    }
  });
});

describe("a chart's values that can be read only once", () => {
  const chart = {
    "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
    "c/values.yaml": "type: ClusterIP\n",
    "c/templates/a.yaml": faulty.replace("type: NodePort", "type: {{ .Values.type }}"),
  };

  it("are read once for helm and for us, and told by the name that they were given", () => {
    const cwd = folder(chart);
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    // Whoever renders second would find the pipe empty, or wait for it for ever.
    const line = `(echo 'type: NodePort' > pipe &) ; ${process.execPath} ${program} chart c --no-helm --no-config --format json -f pipe`;
    const { stdout } = spawnSync("bash", ["-c", line], { cwd, encoding: "utf8", timeout: 20_000 });
    expect(stdout).toContain("names a NodePort Service");
    expect(stdout).toContain('"file": "pipe"');
    expect(stdout).not.toContain("sts-lint-");
    const piped = spawnSync(process.execPath, [program, "chart", "c", "--no-helm", "--no-config", "-f", "-"], {
      cwd,
      encoding: "utf8",
      input: "type: NodePort\n",
    });
    expect(piped.stdout).toContain("names a NodePort Service");
  });

  it.skipIf(!existsSync("/dev/zero"))("are refused where they have no end, and so are charts and reports", () => {
    const cwd = folder({ ...chart, "in.yaml": sound });
    for (const words of [
      "chart c --no-helm -f /dev/zero",
      "chart c --no-helm --set-file a=c/values.yaml,b=/dev/full",
      "chart c --frozen --no-helm -f c/values.yaml,/dev/urandom",
      "chart /dev/zero --no-helm",
      "in.yaml --chart c -f /dev/zero",
      "merge /dev/zero",
    ]) {
      const run = spawnSync(process.execPath, [program, ...words.split(" ")], {
        cwd,
        encoding: "utf8",
        timeout: 20_000,
      });
      expect(run.stderr).toContain("it is a device, which has no end");
      expect(run.status).toBe(2);
    }
  });

  it("are not stdin where that is the input already", async () => {
    const { status, stderr } = await call({ args: ["chart", "-", "-f", "-"], cwd: folder(chart) });
    expect(stderr).toContain("both read stdin");
    expect(status).toBe(2);
  });
});

describe("what may not be read", () => {
  const nobody = 65534;
  const isRoot = process.getuid?.() === 0;

  it.skipIf(process.platform === "win32")("a closed folder below a folder or a glob is told", () => {
    const cwd = folder({ "out/a.yaml": sound, "out/closed/b.yaml": faulty });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, "out/closed"), 0o000);
    try {
      for (const input of ["out", "out/**/*.yaml"]) {
        const { status, stdout, stderr } = spawnSync(process.execPath, [program, input, "--format", "concise"], {
          cwd,
          encoding: "utf8",
          // Root may read everything.
          ...(isRoot ? { uid: nobody, gid: nobody } : {}),
        });
        expect(stderr).toBe("");
        expect(stdout).toContain("out/closed:1:1: input[unreadable] cannot be read: permission denied");
        expect(stdout).toContain("in 1 StatefulSet");
        expect(status).toBe(2);
      }
      const { stdout } = spawnSync(process.execPath, [program, "out/closed"], {
        cwd,
        encoding: "utf8",
        ...(isRoot ? { uid: nobody, gid: nobody } : {}),
      });
      expect(stdout).toContain("permission denied");
      expect(stdout).toContain("1 problem with the input");
    } finally {
      chmodSync(join(cwd, "out/closed"), 0o755);
    }
  });

  it.skipIf(process.platform === "win32")("a pipe that a glob matches is told and not waited for", async () => {
    const cwd = folder({ "out/a.yaml": sound });
    execFileSync("mkfifo", [join(cwd, "out/b.yaml")]);
    const { status, stdout } = await call({ args: ["out/*.yaml", "--format", "concise"], cwd });
    expect(stdout).toContain("out/b.yaml:1:1: input[unreadable] cannot be read: it is a pipe or a device");
    expect(status).toBe(2);
  });
});

it("a folder's hidden files, our own settings among them, are no manifests", async () => {
  const cwd = folder({
    ".sts-lint.yaml": "baseline: .sts-lint-baseline.json\n",
    ".sts-lint-baseline.json": '{"version": 2, "findings": {}}',
    ".github/workflows/ci.yaml": "on: push\n",
    "a.yaml": sound,
  });
  const { status, stdout } = await call({ args: ["."], cwd });
  expect(stdout).toContain("(2 documents, 1 chart)");
  expect(status).toBe(0);
});

it("the pre-commit hook lints the whole folder of a file that changed", async () => {
  const hook = readFileSync(new URL("../../.pre-commit-hooks.yaml", import.meta.url), "utf8");
  const entry = /^ {2}entry: sts-lint (.*)$/m.exec(hook)?.[1] ?? "";
  const [, service = "", set = ""] = faulty.split("---\n");
  const cwd = folder({ "rendered/service.yaml": service, "rendered/statefulset.yaml": set });
  for (const changed of ["rendered/service.yaml", "rendered/statefulset.yaml"]) {
    const { status, stdout } = await call({ args: [...entry.split(" "), changed], cwd });
    expect(stdout).toContain(`error[${rule}]`);
    expect(status).toBe(1);
  }
});

describe("files of a split render without the others: what may stand in those is unknown", () => {
  const file = (name: string, text: string) => `---\n# Source: app/templates/${name}\n${text}`;
  const set = file(
    "statefulset.yaml",
    `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      serviceAccountName: db
      containers: [{ name: db, image: quay.io/coreos/etcd:v3.5.0 }]
`,
  );
  const account = file("account.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: other }\n");
  const client = file(
    "client.yaml",
    "apiVersion: v1\nkind: Service\nmetadata: { name: db-client }\nspec: { selector: { app: dbx }, ports: [{ port: 1 }] }\n",
  );
  const rest = file(
    "rest.yaml",
    "apiVersion: v1\nkind: Service\nmetadata: { name: db }\nspec: { clusterIP: None, selector: { app: db } }\n",
  );
  const absent = ["governing-service-missing", "pdb-missing", "service-account-missing"];
  const told = async (cwd: string, ...args: string[]) => {
    const { stdout } = await call({ args: ["--preset", "all", "--format", "json", ...args], cwd });
    const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] };
    return absent.filter((id) => findings.some(({ rule }) => rule === id));
  };

  it("is silent where files of the folder are left out, and speaks where all are given", async () => {
    const some = { "out/account.yaml": account, "out/client.yaml": client, "out/set.yaml": set };
    const cwd = folder({ ...some, "out/rest.yaml": rest });
    expect(await told(cwd, "out/set.yaml")).toEqual([]);
    expect(await told(cwd, "out/set.yaml", "out/account.yaml", "out/client.yaml")).toEqual([]);
    expect(await told(cwd, "out/[sac]*.yaml")).toEqual([]);
    expect(await told(cwd, "--whole-release", "out/set.yaml")).toEqual(["pdb-missing", "service-account-missing"]);
    const whole = folder(some);
    expect(await told(whole, "out")).toEqual(absent);
    expect(await told(whole, "out/set.yaml", "out/account.yaml", "out/client.yaml")).toEqual(absent);
  });

  it("what tools read beside it makes nothing unknown: a kustomization, a chart's own files, values", async () => {
    const plain = (text: string) => text.replace(/^# Source: .*\n/gm, "");
    const cwd = folder({
      "rendered.yaml": plain(set + account + client),
      "kustomization.yaml": "resources: []\n",
      "values-prod.yaml": "a: b\n",
      "Chart.yaml": "name: db\n",
    });
    expect(await told(cwd, "rendered.yaml")).toEqual(absent);
  });

  it("a file that holds a whole render is judged whole, whatever lies beside it", async () => {
    const cwd = folder({ "out/app.yaml": set + account + client, "out/else.yaml": rest });
    expect(await told(cwd, "out/app.yaml")).toEqual(absent);
  });
});

it("--whole-release knows the folders that helm's --output-dir writes", async () => {
  const source = "app/charts/sub/templates/deep/service.yaml";
  const [, service = "", set = ""] = faulty.replace("app/templates/service.yaml", source).split("---\n");
  const cwd = folder({
    [`out/${source}`]: `---\n${service}`,
    "out/app/templates/statefulset.yaml": `---\n${set}`,
    "out/other/templates/a.yaml": sound,
  });
  for (const file of ["out/app/templates/statefulset.yaml", `out/${source}`]) {
    const { stdout } = await call({ args: ["--whole-release", file], cwd });
    expect(stdout).toContain(`error[${rule}]`);
    expect(stdout).toContain("in 1 StatefulSet (2 documents");
  }
});

describe("what runs now, where it cannot be had", () => {
  const cwd = folder({
    "a.yaml": sound,
    "broken.yaml": `${sound}  spec: [\n`,
    "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
    "db/templates/set.yaml": sound,
  });
  const unread = ["nosuch.yaml", "db", "broken.yaml"];

  it.each(unread)("is not said to hold no StatefulSet: %s", async (old) => {
    for (const args of [
      ["a.yaml", "--against", old],
      ["chart", "db", "--no-helm", "--against", old],
    ]) {
      const { stdout, status } = await call({ args: [...args, "--format", "concise"], cwd });
      expect(stdout).toContain("input[");
      expect(stdout).not.toContain("against-unlike");
      expect(status).toBe(2);
    }
  });

  it.each(unread)("leaves a plan that says so ahead of all else: %s", async (old) => {
    const { stdout, status } = await call({ args: ["plan", "a.yaml", "--against", old], cwd });
    expect(stdout).toMatch(/^note: not all of what runs now could be read/);
    expect(status).toBe(2);
  });
});
