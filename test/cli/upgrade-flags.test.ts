import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call, faulty, folder, rule, sound } from "./fake-host.ts";

const withClaim = (size: string): string => `${sound.trimEnd()}
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: ${size}
`;

describe("--against", () => {
  it("says what the update would be refused for", async () => {
    const cwd = folder({ "old.yaml": withClaim("1Gi") });
    const { status, stdout } = await call({
      args: ["--against", "old.yaml", "--format", "concise"],
      stdin: withClaim("2Gi"),
      cwd,
    });
    expect(status).toBe(1);
    expect(stdout).toContain("error[vct-size-changed]");
  });

  it("cannot read stdin together with the input", async () => {
    const { status, stderr } = await call({ args: ["--against", "-"], stdin: sound });
    expect(status).toBe(2);
    expect(stderr).toContain("both read stdin");
  });

  it("that is not there gives 2 and the other findings all the same", async () => {
    const { status, stdout } = await call({ args: ["--against", "old.yaml"], stdin: faulty });
    expect(status).toBe(2);
    expect(stdout).toContain(rule);
    expect(stdout).toContain("there is no such file");
  });
});

describe("chart --against", () => {
  it.each([
    ["gone.yaml", "there is no such file"],
    ["gone*.yaml", "no file matches"],
    ["none", "the folder holds no"],
    ["self", "its links lead in a circle"],
  ])("%s that cannot be read is a problem with the input, as without a chart", async (against, why) => {
    const cwd = folder({ "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n", "db/templates/a.yaml": sound });
    mkdirSync(join(cwd, "none"));
    symlinkSync("self", join(cwd, "self"));
    for (const args of [["chart", "db", "--no-helm"], ["db/templates/a.yaml"]]) {
      const { status, stdout } = await call({ args: [...args, "--against", against, "--format", "concise"], cwd });
      expect(stdout).toContain(why);
      expect(status).toBe(2);
    }
  });

  it.each([
    ["old", "`--against chart:old`", "`sts-lint chart NEW --against chart:old`"],
    ["./old/", "`--against git:REF`", "`helm template ./old/`"],
    ["old-1.0.0.tgz", "`--against chart:old-1.0.0.tgz`", "`helm template old-1.0.0.tgz`"],
    ["oci://registry.example.com/db", "`--against chart:oci://registry.example.com/db`", "`helm template oci://"],
    ["repo/db", "`chart:repo/db`", "there is no such file"],
    ["main", "`git:main`", "there is no such file"],
    ["git:", "names nothing: `git:REF", "names nothing: `git:REF"],
    ["git:main", "is in no git repository", "`sts-lint chart CHART --against git:main`"],
    ["values:gone.yaml", "gone.yaml", "`sts-lint chart CHART --against values:gone.yaml`"],
  ])("%s says how what is meant is named", async (against, underChart, elsewhere) => {
    const metadata = "apiVersion: v2\nname: db\nversion: 1.0.0\n";
    const cwd = folder({
      "db/Chart.yaml": metadata,
      "db/templates/a.yaml": sound,
      "old/Chart.yaml": metadata,
      "old/templates/a.yaml": sound,
      "old-1.0.0.tgz": "",
    });
    rmSync(join(cwd, ".git"), { recursive: true });
    const said = async (...args: string[]) => {
      const env = { PATH: process.env.PATH ?? "" };
      const { status, stdout, stderr } = await call({ args: [...args, "--against", against], cwd, env });
      expect(status).toBe(2);
      return stdout + stderr;
    };
    expect(await said("chart", "db", "--no-helm")).toContain(underChart);
    expect(await said("db/templates/a.yaml")).toContain(elsewhere);
    expect(await said("plan", "db/templates/a.yaml")).toContain(elsewhere);
  });
});

describe("--namespace", () => {
  const cwd = folder({ "old.yaml": withClaim("1Gi"), "new.yaml": withClaim("2Gi") });
  const both = ["new.yaml", "--against", "old.yaml", "--fail-on", "never"];
  const kubectl = (text: string) => text.match(/kubectl (?:-n \S+ )?(?:patch|delete|get|apply -n \S+)/g) ?? [];

  it("stands in every command of a plan whose input names none, and the plan no longer warns of that", async () => {
    const { stdout } = await call({ args: ["plan", ...both, "--namespace", "prod"], cwd });
    expect(kubectl(stdout).length).toBeGreaterThan(5);
    for (const command of kubectl(stdout)) expect(command).toContain("-n prod");
    expect(stdout).not.toContain("names no namespace");
    expect((await call({ args: ["plan", ...both], cwd })).stdout).toContain(
      "`--namespace NAME` puts it into each command",
    );
  });

  it("and in the way out of a finding, without a chart too", async () => {
    const { stdout } = await call({ args: [...both, "--format", "agent", "-n", "prod"], cwd });
    expect(stdout).toContain("`kubectl -n prod delete statefulset/");
  });

  it("never takes the place of the one that is written", async () => {
    const named = withClaim("2Gi").replaceAll(/^metadata:$/gm, "metadata:\n  namespace: data");
    const own = folder({ "old.yaml": named.replace("2Gi", "1Gi"), "new.yaml": named });
    const { stdout } = await call({ args: ["plan", ...both, "--namespace", "prod"], cwd: own });
    expect(stdout).toContain("kubectl -n data delete");
    expect(stdout).not.toContain("-n prod");
  });

  it("that is empty is none where helm takes it for none", async () => {
    const [empty, without] = await Promise.all([
      call({ args: [...both, "--format", "agent", "-n", ""], cwd }),
      call({ args: [...both, "--format", "agent"], cwd }),
    ]);
    expect(empty).toEqual(without);
  });

  it("that is no name is refused", async () => {
    for (const args of [["plan", ...both], both, ["chart", "db"], ["chart", "upgrade", "r", "db"]]) {
      const { status, stderr } = await call({ args: [...args, "-n", "a b"], cwd });
      expect(status).toBe(2);
      expect(stderr).toContain("no name that a namespace can have");
    }
  });
});

describe("--baseline", () => {
  it("takes what is known out, after --update-baseline wrote it", async () => {
    const cwd = folder();
    const written = await call({ args: ["--baseline", "known.json", "--update-baseline"], stdin: faulty, cwd });
    expect(written.status).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, "known.json"), "utf8")).version).toBe(2);
    const again = await call({ args: ["--baseline", "known.json"], stdin: faulty, cwd });
    expect(again.status).toBe(0);
    expect(again.stdout).toContain("by baseline");
    expect(again.stdout).not.toContain(`error[${rule}]`);
  });

  it("that is missing or none is refused", async () => {
    const cwd = folder({ "broken.json": "{", "other.json": "{}" });
    for (const [name, hint] of [
      ["missing.json", "--update-baseline writes it"],
      ["broken.json", "not JSON"],
      ["other.json", "not a baseline"],
    ] as const) {
      const { status, stderr } = await call({ args: ["--baseline", name], stdin: faulty, cwd });
      expect(status).toBe(2);
      expect(stderr).toContain(hint);
    }
    expect((await call({ args: ["--update-baseline"], stdin: faulty })).stderr).toContain("name the file");
  });
});

describe("--chart", () => {
  it("needs a chart", async () => {
    const { status, stderr } = await call({ args: ["--chart", "nowhere"], stdin: faulty });
    expect(status).toBe(2);
    expect(stderr).toContain("there is no Chart.yaml");
  });
});

describe("sts-lint plan", () => {
  it("says which pods come, in order", async () => {
    const { status, stdout } = await call({ args: ["plan"], stdin: sound });
    expect(status).toBe(0);
    expect(stdout.indexOf("create app-0")).toBeGreaterThan(0);
    expect(stdout.indexOf("create app-1")).toBeGreaterThan(stdout.indexOf("create app-0"));
  });

  it("is JSON where asked, and refuses unknown formats", async () => {
    const { stdout } = await call({ args: ["plan", "--format", "json"], stdin: sound });
    expect(JSON.parse(stdout).statefulSets[0].name).toBe("app");
    const { status, stderr } = await call({ args: ["plan", "--format", "sarif"], stdin: sound });
    expect(status).toBe(2);
    expect(stderr).toContain("known: text, json, mermaid, html");
  });

  it("of nothing exits with 2", async () => {
    expect((await call({ args: ["plan"], stdin: "" })).status).toBe(2);
  });

  it("is an input when written as a path", async () => {
    const cwd = folder({ plan: faulty });
    expect((await call({ args: ["./plan", "--format", "concise"], cwd })).stdout).toContain("./plan:20:16");
  });
});
