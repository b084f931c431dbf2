import { defineRule } from "../../src/lint/contract/rule.ts";
import { counterpartOf, isPrepared, keepsData, placesOf, writtenDataDirectory } from "../../src/model/data-place.ts";
import { imageData } from "../../src/model/image-data.ts";
import { imageTagOf } from "../../src/model/image-reference.ts";
import { isSamePlace } from "../../src/model/kept-data.ts";
import { imageName, knownContainer } from "../../src/model/known-workload.ts";
import { unreadStep } from "../../src/model/known-workloads/_data-formats.ts";
import { dataVersions, type ImageVersion, imageVersion } from "../../src/model/known-workloads/_versions.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { SetPair } from "../../src/model/upgrade.ts";

/** What brings old data to a new major before the server starts. */
const upgraders = /pg_upgrade|pgautoupgrade|pg-upgrade|postgres-upgrade|pg_dumpall|setFeatureCompatibilityVersion/i;

export const majorOverOldData = defineRule({
  id: "major-over-old-data",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update starts a version of a data store that does not read the data of the one that runs now",
  rationale: `A claim keeps the data of the version that wrote it. PostgreSQL refuses every other major's data directory; MongoDB,
MySQL and Elasticsearch read that of the version before and no older; hardly any store reads what a newer version or another product
wrote, as Valkey does not read Redis 7.4. The new pods
crash, highest ordinal first, and under OrderedReady the rollout stays there, even when the image goes back.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "stuck",
  falseAlarms: `Silent where no data directory lies on a claim, where an init container runs \`pg_upgrade\` or its like, where the data directory
changes with the version, and where an image's tag is no version. Redis with an append-only file is a warning: an older version may have begun it.`,
  references: [
    "truecharts/charts#4675",
    "bitnami/charts#9288",
    "bitnami/charts#12440",
    "bitnami/charts#18428",
    "valkey-io/valkey#845",
  ],
  messages: {
    major: {
      text: "{title} goes from {from} to {to} in StatefulSet `{set}`, over the data of {from} on its claims: a server of {to} refuses to start on it, and its pods crash",
      help: "{instead}",
    },
    skipped: {
      text: "{title} goes from {from} to {to} in StatefulSet `{set}`, which skips {skipped}: a server of {to} does not read the data of {from} on its claims",
      help: "{instead}",
    },
    unprepared: {
      text: "{title} goes from {from} to {to} in StatefulSet `{set}`, over the data of {from} on its claims: a server of {to} refuses to start on data that {last} has not opened, and its pods crash",
      help: "upgrade to {last} first, wait until all members run it, then go to {to}",
    },
    unread: {
      text: "{title} {from} becomes {to} in StatefulSet `{set}`, over the data of {from} on its claims: {consequence}",
      help: "{instead}",
    },
    older: {
      text: "{title} goes back from {from} to {to} in StatefulSet `{set}`, over the data of {from} on its claims: an older version may not read what a newer one wrote",
      help: "keep {from}, or restore a backup that {to} made",
    },
  },
  *check(upgrade) {
    for (const pair of upgrade.pairs) {
      for (const container of pair.before.runningContainers) {
        const next = counterpartOf(container, pair.after.containers);
        const step = next === undefined ? undefined : stepOf(pair, container, next);
        if (step === undefined || next === undefined) continue;
        const { message, title, from, to, skipped, last, instead, severity, consequence = "" } = step;
        yield {
          message,
          ...(severity === "warning" ? { severity } : {}),
          data: { title, from, to, set: pair.after.name, skipped, last, instead, consequence },
          at: { manifest: pair.after.manifest, path: [...next.path, "image"] },
          related: [{ manifest: pair.before.manifest, path: [...container.path, "image"], message: "what runs now" }],
        };
      }
    }
  },
});

interface VersionStep {
  readonly message: "major" | "skipped" | "unprepared" | "older" | "unread";
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly skipped: string;
  /** The version that has to run in between. */
  readonly last: string;
  readonly instead: string;
  readonly consequence?: string;
}

/** What the format of the data forbids, whatever the versions count. */
function formatStepOf({ before, after }: SetPair, container: Container, next: Container): VersionStep | undefined {
  if (container.image === next.image) return undefined;
  const [was, is] = [versionOf(container, ""), versionOf(next, "")];
  const step = unreadStep(container.image, was, next.image, is);
  if (step === undefined || !keepsData(before, container)) return undefined;
  if (!isSamePlace(before, container, after, next)) return undefined;
  const { from, to, consequence, doubt, instead, unless = [] } = step;
  if (unless.some((word) => isSaid(after, word))) return undefined;
  const isSure = step.isSure(before, container);
  return {
    message: "unread",
    severity: isSure ? "error" : "warning",
    title: from.title,
    from: was === undefined ? from.title : full(was),
    to: is === undefined ? to.title : `${to.title} ${full(is)}`,
    skipped: "",
    last: "",
    instead,
    consequence: isSure || doubt === undefined ? consequence : `${consequence}, ${doubt}`,
  };
}

/** Whether a word stands in the configuration, or as words of a command or as a variable's name. */
function isSaid({ configuration, containers }: StatefulSetView, word: string): boolean {
  return (
    configuration.some(({ text }) => text.includes(word)) ||
    containers.some(
      ({ command, args, environment }) =>
        [...command, ...args].join(" ").includes(word) || environment.some(({ name }) => name === word),
    )
  );
}

function stepOf(pair: SetPair, container: Container, next: Container): VersionStep | undefined {
  const { before, after } = pair;
  const format = formatStepOf(pair, container, next);
  if (format !== undefined) return format;
  const [known, then] = [knownContainer(container), knownContainer(next)];
  if (known === undefined || known.id !== then?.id || !keepsData(before, container)) return undefined;
  const [was, is] = [versionOf(container, known.id), versionOf(next, known.id)];
  if (was === undefined || is === undefined || isMoved(before, container, after, next)) return undefined;
  if (next.mounts.some(({ name }) => isPrepared(after, name, upgraders)) || upgraders.test(imageName(next.image)))
    return undefined;
  const rules = dataVersions.get(known.id);
  if (Math.min(was.major, is.major) < (rules?.firstMajor ?? 0)) return undefined;
  const base = { title: known.title, skipped: "", last: "", instead: rules?.instead ?? "" };
  const [from, to] = [shown(was, rules?.series), shown(is, rules?.series)];
  const back = is.major - was.major || (is.minor ?? 0) - (was.minor ?? is.minor ?? 0);
  if (rules?.refuses === "any" && was.major !== is.major)
    return { ...base, message: "major", severity: "error", from, to };
  if (back < 0 && rules?.refuses !== "any") {
    // Two builds under one name, whose numbers mean different things, are no step back.
    if (imageName(container.image) !== imageName(next.image)) return undefined;
    return { ...base, message: "older", severity: "warning", from: full(was), to: full(is) };
  }
  const [first, last] = [indexIn(rules?.series, from), indexIn(rules?.series, to)];
  if (rules?.refuses !== "skipped" || first < 0) return undefined;
  const least = rules.lastMinor?.[String(was.major)];
  if (last - first === 1 && least !== undefined && was.minor !== undefined && was.minor < least)
    return {
      ...base,
      message: "unprepared",
      severity: "error",
      from: full(was),
      to: full(is),
      last: `${was.major}.${least}`,
    };
  if (last - first < 2) return undefined;
  const skipped = rules.series?.slice(first + 1, last).join(", ") ?? "";
  return { ...base, message: "skipped", severity: "warning", from, to, skipped };
}

function versionOf({ image }: Container, id: string): ImageVersion | undefined {
  return imageVersion(image, imageTagOf(image), id);
}

/** `4.4` in a series of such, else the major alone. */
function shown({ major, minor }: ImageVersion, series: readonly string[] | undefined): string {
  const both = `${major}.${minor ?? 0}`;
  return series?.includes(both) === true ? both : String(major);
}

function full({ major, minor }: ImageVersion): string {
  return minor === undefined ? String(major) : `${major}.${minor}`;
}

function indexIn(series: readonly string[] | undefined, version: string): number {
  return series?.findIndex((one) => one === version || one.startsWith(`${version}.`)) ?? -1;
}

/** A data directory that changes with the version holds no old data; that it is empty is said elsewhere. */
function isMoved(before: SetPair["before"], container: Container, after: SetPair["after"], next: Container): boolean {
  const [was, is] = [writtenDataDirectory(container), writtenDataDirectory(next)];
  if (was === "unknown" || is === "unknown") return false;
  const [image, other] = [imageData(container, before.configuration), imageData(next, after.configuration)];
  // Another vendor's image keeps its data in a directory of its own, and begins there with nothing.
  const isOther = image !== undefined && other !== undefined && image.known.repositories !== other.known.repositories;
  const from = was ?? (isOther ? image : undefined);
  const to = is ?? (isOther ? other : undefined);
  if (from === undefined || to === undefined) return false;
  const places = placesOf(after, next, to);
  return !placesOf(before, container, from).some((old) =>
    places.some((now) => old.source === now.source && old.path === now.path),
  );
}
