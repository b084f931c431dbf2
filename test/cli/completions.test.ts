import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { bash, fish, zsh } from "../../src/cli/completions.ts";
import { folder } from "./fake-host.ts";

const cwd = folder({ "a.yaml": "", "charts/db/Chart.yaml": "", "c.fish": fish(commands) });

/** What each line is completed to. */
type Ask = (line: string) => readonly string[];

const inBash: Ask = (line) => {
  // As bash cuts a line: at blanks, and `=` is a word of its own.
  const words = line.split(/ |(?<==)|(?==)/).map((word) => `'${word}'`);
  const script = `${bash(commands)}
COMP_WORDS=(${words.join(" ")}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 )); _sts_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { cwd, encoding: "utf8" }).split("\n").filter(Boolean);
};

const inZsh: Ask = (line) => {
  const words = line.split(" ").map((word) => `'${word}'`);
  // The builtins answer inside of a completion alone: what is handed to them is what is asked for.
  const script = `compdef() { :; }; compset() { :; }
compadd() { shift; for one in "$@"; do [[ $one == $cur* ]] && print -r -- "$one"; done; :; }
_files() { if [[ $1 == -/ ]]; then print -l -- *(N/); else print -l -- *(N); fi | while read one; do [[ $one == $cur* ]] && print -r -- "$one"; done; :; }
${zsh(commands)}
words=(${words.join(" ")}); CURRENT=\${#words}; _sts_lint`;
  return execFileSync("zsh", ["-f", "-c", script], { cwd, encoding: "utf8" }).split("\n").filter(Boolean);
};

const inFish: Ask = (line) =>
  execFileSync("fish", ["--no-config", "-c", `source ${join(cwd, "c.fish")}; complete -C "${line}"`], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, HOME: cwd },
  })
    .split("\n")
    .filter(Boolean)
    .map((one) =>
      one
        .replace(/\t.*$/, "")
        .replace(/^--[a-z-]+=/, "")
        .replace(/\/$/, ""),
    );

describe.each([
  ["bash", inBash],
  ["zsh", inZsh],
  ["fish", inFish],
] as const)("completions in a real %s", (shell, ask) => {
  const known = it.skipIf(spawnSync(shell, ["--version"]).status !== 0);

  known("give commands, options and rules", () => {
    expect(ask("sts-lint pl")).toEqual(["plan"]);
    expect(ask("sts-lint plan --kubernetes-v")).toEqual(["--kubernetes-version"]);
    expect(ask("sts-lint chart --hel")).toEqual(expect.arrayContaining(["--helm", "--help"]));
    expect(ask("sts-lint rules governing-service-n")).toEqual(["governing-service-not-headless"]);
    expect([...ask("sts-lint completion ")].sort()).toEqual(["bash", "fish", "zsh"]);
  });

  known("give the values of an option as that command takes them, after a blank and after =", () => {
    expect([...ask("sts-lint --preset ")].sort()).toEqual(["all", "recommended", "strict"]);
    expect([...ask("sts-lint plan --format ")].sort()).toEqual(["html", "json", "mermaid", "text"]);
    expect(ask("sts-lint --format=sa")).toEqual(["sarif"]);
    expect(ask("sts-lint chart --format=v")).toEqual(["values"]);
  });

  known("give files, folders, or nothing, as the value is one", () => {
    expect(ask("sts-lint --against ")).toEqual(expect.arrayContaining(["a.yaml", "charts"]));
    expect(ask("sts-lint chart -f a")).toEqual(["a.yaml"]);
    expect(ask("sts-lint --chart c")).toEqual(["charts"]);
    expect(ask("sts-lint --chart a")).toEqual([]);
    expect(ask("sts-lint chart --set ")).toEqual([]);
    expect(ask("sts-lint a")).toContain("a.yaml");
  });

  known("are a script without a fault", () => {
    const text = { bash, zsh, fish }[shell](commands);
    writeFileSync(join(cwd, "script"), text);
    const { status, stderr } = spawnSync(shell, ["-n", join(cwd, "script")], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
