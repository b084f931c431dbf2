import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Deployer, deployers } from "../../src/model/deployer.ts";
import { sideOf } from "../../src/model/releases.ts";
import { type SetPair, Upgrade } from "../../src/model/upgrade.ts";
import { shapeOf } from "../../src/plan/set-shape.ts";
import { WayRun } from "../../src/plan/way-run.ts";
import type { WayThrough } from "../../src/plan/way-types.ts";
import { waysThrough } from "../../src/plan/ways-through.ts";
import { readManifests } from "../../src/read/index.ts";
import { shared } from "../shared.ts";

const folder = shared("corpus/upgrades");
const pairNames = folder === undefined ? [] : readdirSync(folder).filter((name) => name.includes("__"));

function pairsOf(name: string): readonly SetPair[] {
  const side = (file: string) =>
    sideOf(readManifests([{ name: file, text: readFileSync(`${folder}/${name}/${file}`, "utf8") }]).documents);
  return new Upgrade(side("old.yaml"), side("new.yaml")).pairs;
}

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const words: Record<Deployer, { readonly upgrade: RegExp; readonly first: RegExp }> = {
  helm: { upgrade: /^helm upgrade /, first: /^kubectl -n apps / },
  kubectl: { upgrade: /^kubectl apply -n apps /, first: /^kubectl -n apps / },
  flux: { upgrade: /^flux resume /, first: /^flux suspend / },
  argocd: { upgrade: /^argocd app sync /, first: /^argocd app set \S+ --self-heal=false$/ },
};

/** What the printed commands of a way do, one after the other, beside what the way says of itself. */
function differences(way: WayThrough, { before, after }: SetPair, by: Deployer): string[] {
  const wrong: string[] = [];
  const equal = (what: string, told: Iterable<string>, shown: Iterable<string>) => {
    const [one, other] = [sorted(told).join(" "), sorted(shown).join(" ")];
    if (one !== other) wrong.push(`${what}: told ${one || "none"}, shown ${other || "none"}`);
  };
  const run = new WayRun(before.manifest.value, after.manifest.value, {});
  const known = run.step.claims.map(({ name }) => name);
  const ran = new Set(run.step.pods.map(({ name }) => name));
  const again = new Set<string>();
  run.begin();
  for (const { do: what, commands, expect, verify } of way.steps) {
    const past = run.done.length;
    for (const command of commands) run.run(command);
    const changed = run.done.slice(past);
    for (const { do: action, pod } of changed) if (action === "create" && ran.has(pod)) again.add(pod);
    if (expect === "" || verify.length === 0) wrong.push(`nothing is to be seen after: ${what}`);
  }
  const { pods, claims } = way.result;
  equal(
    "pods",
    pods,
    run.step.pods.map(({ name }) => name),
  );
  equal(
    "claims",
    [...claims.kept, ...claims.created, ...claims.stranded],
    run.step.claims.map(({ name }) => name),
  );
  equal("claims that were there", [...claims.kept, ...claims.stranded, ...claims.deleted], known);
  equal(
    "pods that stay",
    way.restarts.stay,
    pods.filter((pod) => ran.has(pod) && !again.has(pod)),
  );
  equal(
    "pods that restart",
    [...way.restarts.rolled, ...way.restarts.byHand],
    [...again].filter((pod) => pods.includes(pod)),
  );
  const commands = way.steps.flatMap((step) => step.commands);
  if (!words[by].first.test(commands[0] ?? "")) wrong.push(`begins with ${commands[0]}`);
  if (commands.filter((command) => words[by].upgrade.test(command)).length !== 1)
    wrong.push(`the upgrade is not made once: ${commands.join("; ")}`);
  for (const command of [...commands, ...way.steps.flatMap(({ verify }) => verify)])
    if (command.startsWith("kubectl ") && !/ -n \S+ /.test(command)) wrong.push(`no namespace: ${command}`);
  return wrong;
}

test.skipIf(folder === undefined)(
  "Every refused upgrade of a public chart: in each deployer's words the commands, run one after the other, restart the pods and end with the pods and claims that the way tells",
  { timeout: 600_000 },
  () => {
    const wrong: string[] = [];
    const restarting = new Set<string>();
    let [sets, ways] = [0, 0];
    for (const name of pairNames) {
      for (const pair of pairsOf(name)) {
        const [old, next] = [pair.before.manifest.value, pair.after.manifest.value];
        for (const by of deployers) {
          const told = waysThrough(old, next, { namespace: "apps", deployment: { by, name: "db" } });
          if (told.length > 0 && by === "kubectl") sets++;
          for (const way of told) {
            ways++;
            if (way.restarts.because.length > 0 && by === "kubectl") restarting.add(`${name} ${shapeOf(next).name}`);
            if (!way.proved || way.dropped > 0) wrong.push(`${name} ${by} ${way.kind}: not proved`);
            for (const line of differences(way, pair, by)) wrong.push(`${name} ${by} ${way.kind}: ${line}`);
          }
        }
      }
    }
    console.info(
      `ways through: ${sets} sets of ${pairNames.length} pairs, ${ways} ways run; pods restart after ${restarting.size}`,
    );
    for (const line of wrong.slice(0, 10)) console.info(line.slice(0, 400));
    expect(wrong).toEqual([]);
    expect(sets).toBeGreaterThan(0);
  },
);
