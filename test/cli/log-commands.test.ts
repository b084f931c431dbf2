import { describe, expect, it } from "vitest";
import { formatNames } from "../../src/report/format.ts";
import { type Call, call, faulty, folder, rule } from "./fake-host.ts";

/*
 * Whoever chooses a name, a value or a reason must not write a CI log's commands with it, nor a line of our own. Each text
 * stands wherever a run takes one.
 */
const texts = [
  "##[add-mask]x",
  "##vso[task.complete]x",
  "x ##teamcity[message text='x']",
  "::error ::x",
  "x\n::error ::y",
  "x\r::set-output name=a::b",
  "x\u0085::notice::y\u2028::warning ::z",
  "x\u001b[2K\u001b[1A::error::y",
];

const quoted = (text: string): string => JSON.stringify(text);
/** A file's name holds no slash, and a word of the command line no NUL. */
const fileName = (text: string): string => text.replaceAll("/", "-");

const chartOf = (text: string): Readonly<Record<string, string>> => ({
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
  "c/values.yaml": `text: ${quoted(text)}\n`,
  "c/templates/set.yaml": faulty.replaceAll("name: app\n", "name: {{ .Values.text | quote }}\n"),
});

const plugin = (text: string): Readonly<Record<string, string>> => ({
  ".sts-lint.yaml": "plugins: [./own.mjs]\n",
  "own.mjs": `export default [{ id: "own-rule", subject: "StatefulSet", summary: ${quoted(text)}, severity: "error", preset: "recommended",
  messages: { said: { text: ${quoted(`{what} ${text}`)}, help: ${quoted(text)} } }, *check(set) {
    if (set.name === "throws") throw new Error(${quoted(text)});
    yield { message: "said", data: { what: ${quoted(text)} }, at: { manifest: set.manifest, path: ["metadata", "name"] } };
  } }];\n`,
});

const inputs: Readonly<Record<string, (text: string) => Call>> = {
  "a file that is not there": (text) => ({ args: [text] }),
  "a file's name": (text) => ({ args: ["."], cwd: folder({ [`${fileName(text)}.yaml`]: faulty }) }),
  "a file that is no YAML": (text) => ({
    args: ["."],
    cwd: folder({ [`${fileName(text)}.yaml`]: `a: [${quoted(text)}\n` }),
  }),
  "a folder's configuration": (text) => ({
    args: ["config", "."],
    cwd: folder({ [`${fileName(text)}/.sts-lint.yaml`]: "preset: all\n", [`${fileName(text)}/a.yaml`]: faulty }),
  }),
  "a configuration's name": (text) => ({
    args: ["config", "--config", text],
    cwd: folder({ [fileName(text)]: "preset: all\n" }),
  }),
  "what follows --config": (text) => ({ args: ["--config", text], stdin: faulty }),
  "what follows --baseline": (text) => ({ args: ["--baseline", text], stdin: faulty }),
  "what follows --against": (text) => ({ args: ["--against", text], stdin: faulty }),
  "what follows --chart": (text) => ({ args: ["--chart", text], stdin: faulty }),
  "what follows --format": (text) => ({ args: ["--format", text], stdin: faulty }),
  "a format's file": (text) => ({ args: ["--format", `json=no/such/${text}`], stdin: faulty }),
  "what follows --rule": (text) => ({ args: ["--rule", `${text}=off`], stdin: faulty }),
  "what follows --kubernetes-version": (text) => ({ args: ["--kubernetes-version", text], stdin: faulty }),
  "what follows --feature-gates": (text) => ({ args: ["--feature-gates", `${text}=true`], stdin: faulty }),
  "an option": (text) => ({ args: [`--${text}`], stdin: faulty }),
  "a rule that is explained": (text) => ({ args: ["rules", text] }),
  "a word of help": (text) => ({ args: ["help", text] }),
  "a shell": (text) => ({ args: ["completion", text] }),
  "a report that is not there": (text) => ({ args: ["merge", text] }),
  "a report": (text) => ({
    args: ["merge", fileName(text)],
    cwd: folder({ [fileName(text)]: `{"version":1,"x":${quoted(text)}}` }),
  }),
  "a configured gate": (text) => ({
    stdin: faulty,
    cwd: folder({ ".sts-lint.yaml": `featureGates: { ${quoted(text)}: true }\n` }),
  }),
  "a configured rule": (text) => ({
    stdin: faulty,
    cwd: folder({ ".sts-lint.yaml": `rules: { ${quoted(text)}: off }\n` }),
  }),
  "a configured plugin": (text) => ({
    args: ["--allow-plugins"],
    stdin: faulty,
    cwd: folder({ ".sts-lint.yaml": `plugins: [${quoted(text)}]\n` }),
  }),
  "a configured baseline": (text) => ({
    stdin: faulty,
    cwd: folder({ ".sts-lint.yaml": `baseline: ${quoted(text)}\n` }),
  }),
  "an accepted finding": (text) => ({
    args: ["config"],
    cwd: folder({
      ".sts-lint.yaml": `overrides: [{ match: { name: ${quoted(text)} }, ignore: [{ rule: ${rule}, reason: ${quoted(text)} }] }]\n`,
    }),
  }),
  "an annotation": (text) => ({
    stdin: faulty.replaceAll(
      "name: app\n",
      `name: app\n  annotations: { sts-lint/ignore: ${quoted(text)}, ${quoted(text)}: x }\n`,
    ),
  }),
  "a directive": (text) => ({
    stdin: faulty.replace("spec:", `spec: # sts-lint-disable-line ${text.replace(/[^ -~]/g, " ")}`),
  }),
  "a plugin": (text) => ({ args: ["--allow-plugins"], stdin: faulty, cwd: folder(plugin(text)) }),
  "a plugin that throws": (text) => ({
    args: ["--allow-plugins"],
    stdin: faulty.replaceAll("name: app\n", "name: throws\n"),
    cwd: folder(plugin(text)),
  }),
  "a value of a chart": (text) => ({ args: ["chart", "--no-helm", "c"], cwd: folder(chartOf(text)) }),
  "a value that is set": (text) => ({
    args: ["chart", "--no-helm", "c", "--set", `text=${text}`],
    cwd: folder(chartOf("x")),
  }),
  "a glob of values": (text) => ({
    args: ["chart", "--no-helm", "c", `--values-matrix=${text}`],
    cwd: folder(chartOf("x")),
  }),
  "values that are not there": (text) => ({ args: ["chart", "--no-helm", "c", "-f", text], cwd: folder(chartOf("x")) }),
  "a chart's name": (text) => ({
    args: ["chart", "--no-helm", "c"],
    cwd: folder({
      ...chartOf(text),
      "c/Chart.yaml": `apiVersion: v2\nname: ${quoted(text)}\nversion: ${quoted(text)}\n`,
    }),
  }),
  "a chart's folder": (text) => ({
    args: ["chart", "--no-helm", fileName(text)],
    cwd: folder(
      Object.fromEntries(Object.entries(chartOf("x")).map(([name, own]) => [fileName(text) + name.slice(1), own])),
    ),
  }),
  "a chart that is not there": (text) => ({ args: ["chart", "--no-helm", text] }),
  "a template that fails": (text) => ({
    args: ["chart", "--no-helm", "c"],
    cwd: folder({ ...chartOf("x"), "c/templates/fail.yaml": `{{ fail ${quoted(text)} }}` }),
  }),
  "a template's name": (text) => ({
    args: ["chart", "--no-helm", "c"],
    cwd: folder({
      ...chartOf("x"),
      [`c/templates/${fileName(text)}.yaml`]: faulty.replaceAll("name: app\n", "name: other\n"),
    }),
  }),
  "a revision": (text) => ({
    args: ["chart", "--no-helm", "c", "--against", `git:${text}`],
    cwd: folder(chartOf("x")),
  }),
  "a release": (text) => ({ args: ["chart", "--no-helm", "c", "--release", text], cwd: folder(chartOf("x")) }),
  "an upgraded release": (text) => ({ args: ["chart", "upgrade", text, "c", "--no-helm"], cwd: folder(chartOf("x")) }),
  "frozen values": (text) => ({ args: ["chart", "--no-helm", "c", "--frozen"], cwd: folder(chartOf(text)) }),
  "a values.yaml with comments": (text) => ({
    args: ["chart", "--no-helm", "c", "--frozen", "--format", "values"],
    cwd: folder({ ...chartOf("x"), "c/values.yaml": `text: x # ${text.replace(/[^ -~]/g, " ")}\n` }),
  }),
  "what is planned": (text) => ({ args: ["plan"], stdin: faulty.replaceAll("name: app\n", `name: ${quoted(text)}\n`) }),
  "an input of init": (text) => ({ args: ["init", "."], cwd: folder({ [`${fileName(text)}.yaml`]: "a: [\n" }) }),
  "a release of GitOps": (text) => ({
    args: ["chart", "--no-helm", "app.yaml"],
    cwd: folder({
      "app.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${quoted(text)} }\nspec:\n  source: { repoURL: ${quoted(text)}, path: ${quoted(text)}, helm: { releaseName: ${quoted(text)} } }\n`,
    }),
  }),
};

/** Lines that a log obeys, and characters that a terminal obeys. */
function obeyed(output: string): string[] {
  const lines = output.split(/[\r\n\u0085\u2028\u2029]/);
  const commands = lines.filter((line) => /^\s*::[a-z]/i.test(line) || /##(?:\[|vso\[|teamcity\[)/i.test(line));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return [...commands, ...(output.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g) ?? [])];
}

describe("no text makes a command of a log", () => {
  it("though the plugin here is one that speaks, and one that throws", async () => {
    expect((await call(inputs["a plugin"]?.("word") ?? {})).stdout).toContain("error[own-rule]: word word");
    expect((await call(inputs["a plugin that throws"]?.("word") ?? {})).stderr).toContain("of a plugin failed: word");
  });

  it.each(Object.keys(inputs))("%s", async (name) => {
    for (const text of texts) {
      const { stdout, stderr } = await call(inputs[name]?.(text) ?? {});
      expect(obeyed(stdout + stderr), text).toEqual([]);
    }
  });

  const narrow = ["a file's name", "a value of a chart", "a plugin", "what is planned", "an annotation"];
  it.each(narrow)("%s, on a narrow terminal", async (name) => {
    for (const text of texts)
      for (const terminal of [12, 20, 33]) {
        const { stdout, stderr } = await call({ ...inputs[name]?.(text), terminal, env: { NO_COLOR: "1" } });
        expect(obeyed(stdout + stderr), text).toEqual([]);
      }
  });

  it.each(formatNames)("--format %s", async (format) => {
    for (const name of ["a file's name", "a value of a chart", "a plugin", "an annotation"]) {
      for (const text of texts) {
        const given = inputs[name]?.(text) ?? {};
        const { stdout, stderr } = await call({ ...given, args: [...(given.args ?? []), "--format", format] });
        const own = format === "github" ? stdout.replace(/^::(?:error|warning|notice) file=/gm, "") : stdout;
        expect(obeyed(own + stderr), `${name}: ${text}`).toEqual([]);
      }
    }
  });

  it("stands on stderr beside what --passthrough copies as it is", async () => {
    const stdin = `${faulty}# ##[x]\n::error::y\n`;
    const { stdout, stderr } = await call({ args: ["--passthrough"], stdin });
    expect(stdout).toBe(stdin);
    expect(obeyed(stderr)).toEqual([]);
    const github = await call({ args: ["--passthrough", "--format", "github"], stdin: faulty });
    expect([github.stdout, github.stderr.startsWith("::error file=")]).toEqual([faulty, true]);
  });
});
