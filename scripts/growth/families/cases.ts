import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lint, plan } from "../../../src/index.ts";
import { readManifests } from "../../../src/read/index.ts";
import { type RuleCase, readCases } from "../../../src/testing/case-file.ts";
import { readMarks } from "../../../src/testing/marked-text.ts";
import type { Family } from "./family.ts";

/*
 * The cases of each rule, over and over in one release under other names: whatever a rule looks at beside a set, it meets as
 * many of as there are sets.
 */

const folder = fileURLToPath(new URL("../../../rules", import.meta.url));

/** A text whose names end in a number, each wherever it stands as a word. */
function numbered(text: string, names: readonly string[]): (index: number) => string {
  if (names.length === 0) return () => text;
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const word = new RegExp(`(?<![A-Za-z0-9])(?:${escaped.join("|")})(?![A-Za-z0-9])`, "g");
  return (index) => text.replace(word, (name) => `${name}${index}`);
}

/** Both sides of a case as they read with a number behind each name. */
function copies({ manifests, against = "" }: RuleCase): (index: number) => { now: string; before: string } {
  const [now, before] = [manifests, against].map((text) => `---\n${readMarks(text).text}\n`) as [string, string];
  const { documents } = readManifests([{ name: "case", text: now + before }]);
  const names = documents.flatMap((document) => document.manifests.map(({ name }) => name));
  const longestFirst = [...new Set(names)]
    .filter((name) => /^[a-z0-9.-]+$/.test(name))
    .sort((one, other) => other.length - one.length);
  const [nowOf, beforeOf] = [numbered(now, longestFirst), numbered(before, longestFirst)];
  return (index) => ({ now: nowOf(index), before: beforeOf(index) });
}

/** A case is longer than the documents of other families. */
const casesOf = (size: number): number => Math.ceil(size / 4);

type Mode = "lint" | "against" | "plan" | "live";

const argumentsOf: Readonly<Record<Mode, readonly string[]>> = {
  lint: ["--preset", "all"],
  against: ["--against", "before.yaml", "--preset", "all"],
  plan: ["plan", "--against", "before.yaml"],
  live: ["--live", "--preset", "all"],
};

/** So many cases as they read now and before. */
function sidesOf(cases: readonly RuleCase[], size: number): readonly [string, string] {
  const made = cases.map(copies);
  const sides = Array.from({ length: casesOf(size) }, (_, index) => made[index % made.length]?.(index));
  return [sides.map((one) => one?.now).join(""), sides.map((one) => one?.before).join("")];
}

function family(rule: string, mode: Mode, cases: readonly RuleCase[]): Family {
  return {
    name: `cases: ${rule}${mode === "lint" ? "" : `, ${mode}`}`,
    call: (size) => {
      const [now, before] = sidesOf(cases, size);
      const args = [...argumentsOf[mode], "cases.yaml", "--no-config"];
      return { files: { "cases.yaml": now, "before.yaml": before }, args };
    },
    prepare: (size) => {
      const [now, before] = sidesOf(cases, size);
      const inputs = [{ name: "cases.yaml", text: now }];
      if (mode === "plan") return () => plan(inputs, { against: [{ name: "before.yaml", text: before }] });
      return () =>
        lint(inputs, {
          preset: "all",
          ...(mode === "against" ? { against: [{ name: "before.yaml", text: before }] } : {}),
          ...(mode === "live" ? { live: true } : {}),
        });
    },
  };
}

const modesOf = ({ against, options }: RuleCase): readonly Mode[] =>
  options.live === true ? ["live"] : against === undefined ? ["lint"] : ["against", "plan"];

export const cases: readonly Family[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cases.yaml"))
  .sort()
  .flatMap((file) => {
    const rule = file.replace(/^.*\/|\.cases\.yaml$/g, "");
    const all = readCases(readFileSync(join(folder, file), "utf8")).filter(
      ({ options }) => options.chart === undefined,
    );
    return (["lint", "against", "plan", "live"] as const).flatMap((mode) => {
      const own = all.filter((one) => modesOf(one).includes(mode));
      return own.length === 0 ? [] : [family(rule, mode, own)];
    });
  });
