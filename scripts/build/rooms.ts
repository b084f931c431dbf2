import { rules } from "../../rules/index.generated.ts";
import type { AnyRule } from "../../src/lint/contract/rule.ts";
import { formatNames } from "../../src/report/format.ts";
import { exportedAs, moduleOf, prototypesOf, ruleTexts, textsOf, waitingRule } from "./rules.ts";

/*
 * What linting alone never needs stands in rooms beside the program: one file each, read when the first of its doors is
 * used. A door is a function of our own that the build replaces in the program by one that opens the room. How rules wait
 * is said in scripts/build/rules.ts.
 * The sources know nothing of it: there, and in the library, every import is an ordinary one.
 */
interface Door {
  /** The module, from the root. */
  readonly module: string;
  readonly names: readonly string[];
}

export interface Room {
  readonly name: string;
  readonly doors: readonly Door[];
  /** The rules that wait here: those with such a need, and those of such presets without a need. */
  readonly needs?: readonly NonNullable<AnyRule["needs"]>[];
  readonly presets?: readonly AnyRule["preset"][];
}

/** `pretty` is what a plain run prints, `json` stands with the commands, `codequality` is another name. */
const formatsElsewhere: ReadonlySet<string> = new Set(["pretty", "json", "codequality"]);

export const rooms: readonly Room[] = [
  {
    name: "commands",
    doors: [
      { module: "src/cli/command-line.ts", names: ["runCommandLine"] },
      { module: "src/report/json.ts", names: ["json", "reportValue"] },
    ],
  },
  {
    name: "changes",
    needs: ["against", "live"],
    doors: [
      { module: "src/admission/managed-fields.ts", names: ["fieldManagers"] },
      { module: "src/admission/service-update.ts", names: ["checkServiceUpdate"] },
      { module: "src/admission/stored.ts", names: ["stored"] },
      { module: "src/admission/typed-patch.ts", names: ["elementStep", "keyText", "typedPatchErrors", "valueText"] },
      { module: "src/admission/warnings.ts", names: ["warningsFor"] },
      { module: "src/plan/plan.ts", names: ["plan"] },
      { module: "src/plan/plans.ts", names: ["plans"] },
      { module: "src/report/plan/text.ts", names: ["planTextPieces"] },
      { module: "src/report/plan/json.ts", names: ["planJsonPieces"] },
      { module: "src/report/plan/mermaid.ts", names: ["planMermaidPieces"] },
      { module: "src/report/plan/html.ts", names: ["planHtmlPieces"] },
    ],
  },
  {
    name: "charts",
    doors: [
      { module: "src/cli/run-chart.ts", names: ["runChart"] },
      { module: "src/cli/helm-diff-line.ts", names: ["readUpgradeLine"] },
      { module: "src/cli/watch-commands.ts", names: ["watchChart", "watchLint"] },
    ],
  },
  {
    name: "parts",
    doors: [
      { module: "src/cli/jobs/lint-in-jobs.ts", names: ["checkJobs", "lintInJobs"] },
      { module: "src/cli/jobs/run-job.ts", names: ["runJob"] },
      { module: "src/cli/run-merge.ts", names: ["runMerge"] },
      { module: "src/cli/shard-part.ts", names: ["noteRun", "partAsked", "withKeptStdin"] },
    ],
  },
  {
    name: "long-runs",
    doors: [
      { module: "src/cli/progress-line.ts", names: ["progressLine"] },
      { module: "src/cli/stats.ts", names: ["startMeasuring"] },
    ],
  },
  {
    name: "chart-facts",
    needs: ["chart"],
    doors: [
      {
        module: "src/chart/index.ts",
        names: ["fixedSettings", "newValue", "probeLevels", "readChart", "templateQuestions"],
      },
    ],
  },
  {
    name: "formats",
    doors: formatNames
      .filter((name) => !formatsElsewhere.has(name))
      .map((name) => ({ module: `src/report/${name}.ts`, names: [name] })),
  },
  {
    name: "configuration",
    doors: [
      { module: "src/cli/baseline.ts", names: ["checkWritable", "readBaseline", "writeBaseline"] },
      { module: "src/cli/read-config.ts", names: ["namedConfig", "readConfig"] },
    ],
  },
  {
    name: "other-presets",
    presets: ["strict", "hygiene"],
    doors: [],
  },
  {
    name: ruleTexts,
    doors: [],
  },
];

interface WaitingRule {
  readonly rule: AnyRule;
  readonly room: Room;
  readonly module: string;
}

function roomOf({ needs, preset }: AnyRule): Room | undefined {
  return rooms.find((room) => (needs === undefined ? room.presets?.includes(preset) : room.needs?.includes(needs)));
}

const waiting: readonly WaitingRule[] = rules.flatMap((rule) => {
  const room = roomOf(rule);
  return room === undefined ? [] : [{ rule, room, module: moduleOf(rule) }];
});

const opened = ({ name }: Room): string => `room(${JSON.stringify(name)})`;

/** The rules that are in the program, by their module's path from the root. */
export const ownRules: ReadonlyMap<string, AnyRule> = new Map(
  rules.filter((rule) => roomOf(rule) === undefined).map((rule) => [moduleOf(rule), rule]),
);

/** The text of the module that rules in the program have from the build. */
export const rulePrototypes: string = prototypesOf([...new Set(waiting.map(({ room }) => room.name))]);

/** What stands in the program for each module that waits in a room, by the module's path from the root. */
export const standIns: ReadonlyMap<string, string> = new Map([
  ...rooms.flatMap((room) =>
    room.doors.map(({ module, names }): [string, string] => [
      module,
      names.map((name) => `export const ${name} = (...args) => ${opened(room)}.${name}(...args);`).join("\n"),
    ]),
  ),
  ...waiting.map(({ rule, room, module }): [string, string] => [module, waitingRule(rule, room.name)]),
]);

/** The modules that wait in other rooms: a room opens those by the program's doors. */
export function waitElsewhere({ name }: Room): ReadonlySet<string> {
  const others = rooms.filter((one) => one.name !== name);
  return new Set([
    ...others.flatMap(({ doors }) => doors.map(({ module }) => module)),
    ...waiting.filter((one) => one.room.name !== name).map(({ module }) => module),
  ]);
}

/** The text of the file that a room starts from. */
export function roomEntry(room: Room): string {
  if (room.name === ruleTexts) return textsOf((rule) => roomOf(rule) === undefined);
  const doors = [
    ...room.doors,
    ...waiting.filter((one) => one.room === room).map(({ module, rule }) => ({ module, names: [exportedAs(rule)] })),
  ];
  return doors.map(({ module, names }) => `export { ${names.join(", ")} } from "./${module}";`).join("\n");
}
