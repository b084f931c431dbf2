import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { faulty, folder, sound } from "../cli/fake-host.ts";
import { builtPath, root, runScript } from "./built.ts";

let path = "";
beforeAll(async () => {
  // What others' programs do here is write what they are known to write.
  path = await builtPath({
    "flux-local": 'while [ $# -gt 0 ]; do [ "$1" = --output-file ] && cp output/base/a.yaml "$2"; shift; done',
    ct: '[ "$1 $4" = "lint --additional-commands" ] && eval "$(printf %s "$5" | sed "s|{{ .Path }}|charts/db|")"',
    reviewdog: "grep -q '\"diagnostics\"'",
    terraform:
      'printf %s \'{"planned_values":{"root_module":{"resources":[{"type":"helm_release","values":{"manifest":"x"}}]}}}\'',
    jq: "cat >/dev/null; cat output/base/a.yaml",
    docker: '[ "$1" != build ] || exit 0; while [ "$1" != sts-lint ]; do shift; done; shift; exec sts-lint "$@"',
    kubectl:
      'if [ "$1" = logs ]; then sts-lint rendered --shard "$(($(echo "$3" | sed "s/.*=//") + 1))/4" --format json; else test "$1 $2" = "apply -f" && sts-lint "$3" --allow-empty; fi',
    helm: "cat output/base/a.yaml",
  });
});

interface Block {
  readonly language: string;
  readonly text: string;
}
const page = (name: string): readonly Block[] =>
  [...readFileSync(join(root, "docs", name), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", text = ""]) => ({ language, text }),
  );

/** Everything that the pages name, all of it sound. */
function place(): string {
  const chart = {
    "Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
    "values.yaml": "{}\n",
    "templates/set.yaml": sound,
  };
  const charts = Object.fromEntries(Object.entries(chart).map(([name, text]) => [`charts/db/${name}`, text]));
  const release =
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: db, namespace: data }\nspec:\n  chart:\n    spec: { chart: charts/db, sourceRef: { kind: GitRepository, name: fleet } }\n";
  const cwd = folder({
    ...charts,
    "apps/db.yaml": release,
    "output/base/a.yaml": sound,
    "output/base/empty.yaml": "",
    "output/target/a.yaml": sound.replace("  replicas: 2", "  podManagementPolicy: Parallel\n  replicas: 2"),
    "output/target/empty.yaml": "",
    "output/diff.md": "## Argo CD Diff Preview\n",
    "rendered/a.yaml": sound,
    "deploy/lint-renders-job.yaml": readFileSync(join(root, "deploy/lint-renders-job.yaml"), "utf8"),
    "deploy/live-cronjob.yaml": readFileSync(join(root, "deploy/live-cronjob.yaml"), "utf8"),
  });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  return cwd;
}

/** The commands of a console block, without the comments beside them. */
const commandsIn = ({ text }: Block): string[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => line.slice(2).replace(/\s{2,}#.*$/, ""));

describe.each(["gitops.md", "recipes.md"])("docs/%s", (name) => {
  const blocks = page(name);

  it("has commands that run as they are written", () => {
    // The commands of one block follow one another in one folder.
    const commands = blocks
      .filter(({ language }) => language === "console")
      .flatMap((block) => {
        const cwd = place();
        return commandsIn(block).map((command) => ({ command, cwd }));
      });
    expect(commands.length).toBeGreaterThan(1);
    for (const { command, cwd } of commands) {
      const { status, stdout, stderr } = runScript(command, cwd, path);
      // The upgrade in the two folders is one that the API server refuses.
      expect([command.includes("--against output/base") ? 1 : 0, stderr], `${command}\n${stdout}${stderr}`).toContain(
        status,
      );
      expect(stderr, command).not.toContain("sts-lint:");
    }
  });

  it("has files that their reader takes, and steps that run", () => {
    for (const { language, text } of blocks) {
      if (language === "json") JSON.parse(text);
      if (language !== "yaml") continue;
      const value = parse(text) as unknown;
      for (const script of scriptsIn(value)) {
        if (!script.includes("sts-lint")) continue;
        const cwd = place();
        const { status, stdout, stderr } = runScript(script, cwd, path, {
          GITHUB_STEP_SUMMARY: join(cwd, "summary.md"),
        });
        expect(status, `${script}\n${stdout}${stderr}`).toBe(0);
        expect(stderr).not.toContain("sts-lint:");
      }
    }
  });

  it("names no file of this repository that is not there", () => {
    const text = readFileSync(join(root, "docs", name), "utf8");
    for (const [file] of text.matchAll(/\b(?:deploy|packaging)\/[\w./-]+\.ya?ml/g))
      expect(existsSync(join(root, file)), file).toBe(true);
  });
});

function mapOf(document: { toJS(): unknown } | undefined): unknown {
  if (document === undefined) throw new Error("the template has no second document");
  return document.toJS();
}

function scriptsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(scriptsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    (key === "run" || key === "script") && typeof item === "string" ? [item] : scriptsIn(item),
  );
}

it("the comment for argocd-diff-preview stands below theirs, and says what is refused", () => {
  const [step] = page("gitops.md").filter(({ text }) => text.includes("diff.md"));
  const cwd = place();
  for (const script of scriptsIn(parse(step?.text ?? ""))) runScript(script, cwd, path);
  const comment = readFileSync(join(cwd, "output/diff.md"), "utf8");
  expect(comment).toMatch(/^## Argo CD Diff Preview\n\n### sts-lint: /);
  expect(comment).toContain("podManagementPolicy: OrderedReady → Parallel");
});

describe("the GitLab component", () => {
  const [, job] = parseAllDocuments(readFileSync(join(root, "templates/sts-lint.yml"), "utf8"));
  type Component = { script: string[]; variables: Record<string, string> };
  const { "sts-lint": component } = mapOf(job) as Record<string, Component>;
  const run = (inputs: Readonly<Record<string, string>>, cwd: string, env: Readonly<Record<string, string>> = {}) => {
    const variables = Object.entries(component?.variables ?? {}).map(([name, text]) => [
      name,
      text.replace(
        /\$\[\[ inputs\.([\w-]+) \]\]/g,
        (_, input: string) => inputs[input] ?? (input === "against" ? "auto" : ""),
      ),
    ]);
    return runScript(component?.script.join("\n") ?? "", cwd, path, { ...Object.fromEntries(variables), ...env });
  };

  it("compares charts with the commit that the merge request starts from, and leaves a code quality report", () => {
    const cwd = place();
    const base = execFileSync("git", ["rev-parse", "HEAD"], { cwd, encoding: "utf8" }).trim();
    execFileSync(
      "sed",
      ["-i", "s/  replicas: 2/  podManagementPolicy: Parallel\\n  replicas: 2/", "charts/db/templates/set.yaml"],
      { cwd },
    );
    const inputs = { charts: "charts/db", args: "--no-helm" };
    expect(run(inputs, cwd, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("immutable-field-changed"),
    });
    const report = JSON.parse(readFileSync(join(cwd, "gl-sts-lint.json"), "utf8"));
    expect(report).toContainEqual(expect.objectContaining({ check_name: "immutable-field-changed" }));
    expect(run({ ...inputs, against: "none" }, cwd).status).toBe(0);
  });

  it("fails with the worse of its two runs", () => {
    const cwd = place();
    execFileSync("bash", ["-c", "cat > rendered/a.yaml"], { cwd, input: faulty });
    expect(run({ charts: "charts/db", files: "rendered", args: "" }, cwd).status).toBe(1);
  });
});
