import { rules } from "../../rules/index.generated.ts";
import type { AnyRule } from "../../src/lint/contract/rule.ts";

/*
 * What linting alone never needs stands in rooms beside the program: one file each, read when the first of its doors is
 * used. A door is a function of our own that the build replaces in the program by one that opens the room. A rule that
 * waits for --against, --live or a chart stays in the program with its settings; its texts and its check are a door.
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
  readonly needs: readonly NonNullable<AnyRule["needs"]>[];
}

export const rooms: readonly Room[] = [
  {
    name: "commands",
    needs: [],
    doors: [{ module: "src/cli/command-line.ts", names: ["runCommandLine"] }],
  },
  {
    name: "changes",
    needs: ["against", "live"],
    doors: [
      { module: "src/plan/plan.ts", names: ["plan"] },
      { module: "src/plan/plans.ts", names: ["plans"] },
      { module: "src/report/plan/text.ts", names: ["planText"] },
      { module: "src/report/plan/mermaid.ts", names: ["planMermaid"] },
      { module: "src/report/plan/html.ts", names: ["planHtml"] },
    ],
  },
  {
    name: "charts",
    needs: [],
    doors: [
      { module: "src/cli/run-chart.ts", names: ["runChart"] },
      { module: "src/cli/helm-diff-line.ts", names: ["readUpgradeLine"] },
      { module: "src/cli/watch-commands.ts", names: ["watchChart", "watchLint"] },
    ],
  },
  {
    name: "parts",
    needs: [],
    doors: [
      { module: "src/cli/jobs/lint-in-jobs.ts", names: ["checkJobs", "lintInJobs"] },
      { module: "src/cli/jobs/run-job.ts", names: ["runJob"] },
      { module: "src/cli/run-merge.ts", names: ["runMerge"] },
      { module: "src/cli/shard-part.ts", names: ["noteRun", "partAsked", "withKeptStdin"] },
    ],
  },
  {
    name: "long-runs",
    needs: [],
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
];

/** What the settings of a run ask of every rule; the rest of a rule that waits is read with its room. */
const settled: ReadonlySet<string> = new Set<keyof AnyRule>([
  "id",
  "category",
  "subject",
  "severity",
  "confidence",
  "preset",
  "since",
  "needs",
  "givesWay",
  "replaces",
  "options",
]);

interface WaitingRule {
  readonly rule: AnyRule;
  readonly room: Room;
  readonly module: string;
  readonly name: string;
}

const waiting: readonly WaitingRule[] = rules.flatMap((rule) => {
  const room = rooms.find(({ needs }) => rule.needs !== undefined && needs.includes(rule.needs));
  if (room === undefined) return [];
  const name = rule.id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [{ rule, room, name, module: `rules/${rule.category}/${rule.id}.ts` }];
});

const opened = ({ name }: Room): string => `room(${JSON.stringify(name)})`;

function ruleStandIn({ rule, room, name }: WaitingRule): string {
  const whole = `${opened(room)}.${name}`;
  const fields = Object.entries(rule).map(([key, value]) => {
    if (key === "check") return `check: (subject, context) => ${whole}.check(subject, context)`;
    return settled.has(key) ? `${key}: ${JSON.stringify(value)}` : `get ${key}() { return ${whole}.${key}; }`;
  });
  return `export const ${name} = { ${fields.join(", ")} };`;
}

/** What stands in the program for each module that waits in a room, by the module's path from the root. */
export const standIns: ReadonlyMap<string, string> = new Map([
  ...rooms.flatMap((room) =>
    room.doors.map(({ module, names }): [string, string] => [
      module,
      names.map((name) => `export const ${name} = (...args) => ${opened(room)}.${name}(...args);`).join("\n"),
    ]),
  ),
  ...waiting.map((one): [string, string] => [one.module, ruleStandIn(one)]),
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
  const doors = [
    ...room.doors,
    ...waiting.filter((one) => one.room === room).map(({ module, name }) => ({ module, names: [name] })),
  ];
  return doors.map(({ module, names }) => `export { ${names.join(", ")} } from "./${module}";`).join("\n");
}
