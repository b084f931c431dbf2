import type { Chart } from "../chart.ts";
import { keyLocation, location } from "../location.ts";
import { contentOf } from "../symbolic/content.ts";
import { implied } from "../symbolic/guard.ts";
import type { Guards, Value, ValuePath } from "../symbolic/value.ts";
import { agreement } from "./agree.ts";
import { type ContainerCandidate, containersNamed, type Occurrence, occurrencesOf } from "./container.ts";
import { levelOf } from "./level.ts";
import { namesProbe } from "./naming.ts";
import { type Level, levels, type ProbeKind, type ProbeLevel } from "./probe.ts";
import { shapesOf } from "./shape.ts";

/** What is said of a probe, apart from where it stands in the manifest. */
export type Judgement = Omit<ProbeLevel, "path" | "container" | "init" | "probe">;

interface Branch {
  readonly occurrence: Occurrence;
  readonly switches: readonly ValuePath[];
  readonly level: Level | "unknown";
  /** How well the branch fits what was rendered; undefined where it was not rendered. */
  readonly agreement: number | undefined;
}

/** Judges one probe of a container that a list of containers holds. */
export function judge(chart: Chart, list: Value, name: string, probe: ProbeKind, rendered: unknown): Judgement {
  const candidates = containersNamed(chart, list, name);
  const judgements = candidates
    .map((one) => judgeContainer(chart, one, probe, rendered))
    .filter((one) => one !== undefined);
  const closest = Math.max(...judgements.map((one) => one.agreement));
  const fitting = judgements.filter((one) => one.agreement === closest);
  const first = fitting[0];
  const unknown = (reason: string): Judgement => ({ level: "unknown", reason, via: [], values: [], switches: [] });
  if (first === undefined)
    return unknown(
      candidates.length === 0
        ? "its container is not found in the template"
        : "its template prints no such probe as far as it can be followed",
    );
  if (fitting.some((one) => one.judgement.level !== first.judgement.level))
    return unknown("several containers of its template can be this one");
  return first.judgement;
}

function judgeContainer(
  chart: Chart,
  container: ContainerCandidate,
  probe: ProbeKind,
  rendered: unknown,
): { agreement: number; judgement: Judgement } | undefined {
  const all = occurrencesOf(chart, container.value, probe, container.guards, container.origin);
  const written = all.filter((one) => one.written);
  const occurrences = written.length > 0 ? written : all;
  const content = occurrences.flatMap((one) => contentOf(one.value).paths);
  const branches = occurrences.flatMap((occurrence): Branch[] => {
    const switches = switchesOf(occurrence, content, container.guards, probe);
    return shapesOf(occurrence.value, occurrence.guards).map((shape) => ({
      occurrence,
      switches,
      level: levelOf(shape, probe, switches.length > 0, occurrence.guards),
      agreement: agreement(chart, shape, rendered),
    }));
  });
  const closest = Math.max(...branches.map((one) => one.agreement ?? -1));
  if (closest < 0) return undefined;
  const taken = branches.filter((one) => one.agreement === closest);
  const first = taken[0];
  if (first === undefined) return undefined;
  const level = highest(branches.map((one) => one.level));
  const branch = taken.every((one) => one.level === first.level) ? first.level : "unknown";
  const place = first.occurrence.origin;
  const ordered = [first.occurrence, ...occurrences.filter((one) => one !== first.occurrence)];
  const values = widest(ordered.flatMap((one) => contentOf(one.value).paths));
  return {
    agreement: closest,
    judgement: {
      level,
      ...(level === "unknown" ? { reason: "something in its template is not understood" } : {}),
      ...(branch === level || branch === "unknown" || level === "unknown" ? {} : { branch }),
      ...(place === undefined ? {} : { location: keyLocation(chart, place.place, probe) }),
      via: (place?.via ?? []).map((one) => location(chart, one)),
      values,
      switches: first.switches,
    },
  };
}

/** The most that can be set; unknown if there is a branch that is not understood, unless another is whole. */
function highest(found: readonly (Level | "unknown")[]): Level | "unknown" {
  if (found.includes("whole")) return "whole";
  if (found.includes("unknown")) return "unknown";
  return [...levels].reverse().find((one) => found.includes(one)) ?? "unknown";
}

/** Conditions around the probe, but not around its container, whose values speak of the probe and are not its content. */
function switchesOf(
  { guards, value }: Occurrence,
  content: readonly ValuePath[],
  around: Guards,
  probe: ProbeKind,
): ValuePath[] {
  const found = new Map<string, ValuePath>();
  for (const guard of [...guards, ...commonGuards(value)]) {
    if (implied(guard, around)) continue;
    for (const path of contentOf(guard.condition, true).paths) {
      if (namesProbe(path, probe) && !content.some((one) => startsWith(one, path)))
        found.set(JSON.stringify(path), path);
    }
  }
  return [...found.values()];
}

/** Conditions that everything below the probe's key stands under. */
function commonGuards(value: Value): Guards {
  if (value.kind !== "map") return [];
  const [first, ...rest] = value.parts;
  return first?.guards.filter((guard) => rest.every((part) => implied(guard, part.guards))) ?? [];
}

/** Paths without those that lie below another of them. */
function widest(paths: readonly ValuePath[]): ValuePath[] {
  const kept: ValuePath[] = [];
  for (const path of paths) {
    if (paths.some((other) => other.length < path.length && startsWith(path, other))) continue;
    if (!kept.some((other) => other.length === path.length && startsWith(path, other))) kept.push(path);
  }
  return kept;
}

function startsWith(path: ValuePath, start: ValuePath): boolean {
  return start.length <= path.length && start.every((step, index) => step === path[index]);
}
