import fc from "fast-check";
import type { TextFile } from "../../../src/chart/chart.ts";
import { chartPairs } from "../charts/charts.ts";
import { overText } from "../charts/values.ts";
import { Choices } from "../choices.ts";
import { type Mutated, mutated, mutatedBy, mutation } from "../mutate.ts";
import type { Call } from "./call.ts";
import { baselineText, configurationText } from "./configuration.ts";
import { chartFlags, lintFlags, planFlags, reportFlags, someFlags } from "./flags.ts";
import { gitopsText } from "./gitops.ts";

const numbers = fc.array(fc.nat(0xffff), { maxLength: 150, size: "max" });
const fewMutations = fc.array(mutation, { maxLength: 2 });

/** Files that settings come from, and the flags that name one of them. */
function settingFiles(choices: Choices, changes: readonly Parameters<typeof mutatedBy>[1][number][]) {
  const text = mutatedBy(configurationText(choices), changes);
  const files: Record<string, string> = { "baseline.json": baselineText(choices), "over.yaml": overText(choices) };
  const isNamed = choices.once(2);
  files[isNamed ? "conf.yaml" : choices.of([".sts-lint.yaml", ".sts-lint.json", ".sts-lint.yml"])] = text;
  if (choices.odd(4)) files["package.json"] = `{"sts-lint": ${choices.of(["{}", "1", "[]", '{"preset": "all"}', ""])}}`;
  return { files, flags: isNamed ? ["--config", "conf.yaml"] : choices.of([["--allow-plugins"], []]) };
}

const inputFiles = ({ text, before, live }: Mutated) => ({
  files: { "input.yaml": text, ...(before === undefined ? {} : { "before.yaml": before }) },
  flags: [...(before === undefined ? [] : ["--against", "before.yaml"]), ...(live ? ["--live"] : [])],
});

/** Lint, plan and the settings in force, over manifests, with a configuration, a baseline and plugins. */
export const settingCalls: fc.Arbitrary<Call> = fc
  .tuple(mutated, numbers, fewMutations)
  .map(([input, list, changes]): Call => {
    const choices = new Choices(list);
    const own = inputFiles(input);
    const { files, flags } = settingFiles(choices, changes);
    const nested = choices.odd(2)
      ? { "sub/.sts-lint.yaml": configurationText(choices), "sub/more.yaml": input.text }
      : {};
    const all = { ...own.files, ...files, ...nested };
    const [name, ...more] = choices.of([
      ["input.yaml"],
      ["-"],
      ["."],
      ["input.yaml", "none.yaml"],
      ["*.yaml"],
      ["input.yaml"],
    ]);
    const stdin = input.text;
    switch (choices.below(5)) {
      case 3:
        return {
          files: all,
          args: ["config", ...flags, ...someFlags(choices, 3, reportFlags.slice(2, 5)), "input.yaml"],
          stdin,
        };
      case 4:
        return {
          files: all,
          args: ["init", ...choices.of([[], ["--force"]]), ...choices.of([[], ["input.yaml"]])],
          stdin,
        };
      default: {
        const extra = someFlags(choices, 4, reportFlags, lintFlags);
        return { files: all, args: [name ?? "-", ...more, ...flags, ...own.flags, ...extra], stdin };
      }
    }
  });

/** What a rollout does, over manifests and what ran before. */
export const planCalls: fc.Arbitrary<Call> = fc.tuple(mutated, numbers).map(([input, list]): Call => {
  const choices = new Choices(list);
  const { files, flags } = inputFiles({ ...input, live: false });
  const { files: settings } = settingFiles(choices, []);
  const extra = someFlags(choices, 4, planFlags);
  return { files: { ...files, ...settings }, args: ["plan", "input.yaml", ...flags, ...extra], stdin: input.text };
});

const under = (folder: string, files: readonly TextFile[]): Record<string, string> =>
  Object.fromEntries(
    files.filter(({ path }) => !path.includes("\0")).map(({ path, text }) => [`${folder}/${path}`, text]),
  );

/** A chart's folder, and the chart that ran before: findings, fixes, frozen values; or a file that names the chart. */
export const chartCalls: fc.Arbitrary<Call> = fc
  .tuple(chartPairs, mutated, numbers, fewMutations)
  .map(([[now, then], input, list, changes]): Call => {
    const choices = new Choices(list);
    const { files, flags } = settingFiles(choices, []);
    const all = { ...under("chart", now), ...under("old", then), "before.yaml": input.text, ...files };
    const extra = someFlags(choices, 5, chartFlags, chartFlags, reportFlags);
    const helm = ["--no-helm", ...choices.of([[], ["--quiet"]])];
    if (!choices.once(3)) return { files: all, args: ["chart", "chart", ...helm, ...flags, ...extra] };
    const text = mutatedBy(gitopsText(choices), choices.odd(1) ? changes : []);
    const name = choices.of(["app.yaml", "helmfile.yaml", "-"]);
    const beside = { "app.yaml": text, "helmfile.yaml": text, "envs/a.yaml": overText(choices) };
    return { files: { ...all, ...beside }, args: ["chart", name, ...helm, ...flags, ...extra], stdin: text };
  });
