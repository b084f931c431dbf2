import { relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { OptionError } from "../lint/contract/options.ts";
import { printable } from "../report/printable.ts";
import { type ExitStatus, interrupted, terminated } from "./exit-status.ts";
import { FolderWatch } from "./folder-watch.ts";
import type { Host } from "./host.ts";
import { tellFailure } from "./tell-failure.ts";
import type { WatchScope } from "./watch-scope.ts";
import { changesBetween, lookAt, type WatchState } from "./watch-state.ts";

/** A run that is made again whenever something that it reads has changed. */
export interface WatchedRun {
  readonly once: () => Promise<ExitStatus>;
  readonly scope: () => Promise<WatchScope>;
  /** Says nothing between two reports. */
  readonly isQuiet: boolean;
}

/** From the top of an empty screen. */
const emptyScreen = "\u001b[2J\u001b[H";

/**
 * Runs, waits for a change, runs again, until a signal ends it: 130 after Ctrl-C, 143 after SIGTERM. What makes the first
 * run impossible ends it, as without `--watch`; what goes wrong later is told and waited for: it will be mended.
 *
 * Throws {@link OptionError} where nothing can be watched.
 */
export async function watchRuns(asked: WatchedRun, host: Host): Promise<ExitStatus> {
  const run = { ...asked, scope: lasting(asked.scope) };
  const folders = new FolderWatch();
  const tell = (text: string): void => {
    if (!run.isQuiet) host.stderr.write(text);
  };
  try {
    for (let isFirst = true; ; isFirst = false) {
      // Looked at before it is read: what changes while it is read is a change.
      const before = await settled(run, folders, host);
      const status = isFirst ? await run.once() : await again(run, host);
      if (host.stdout.isClosed?.() === true) return status;
      const changed = await nextChange(run, folders, before, host, () => tell("waiting for changes; Ctrl-C ends\n"));
      if (typeof changed === "number") return changed;
      if (host.stdout.isTerminal() && host.env.TERM !== "dumb") host.stdout.write(emptyScreen);
      tell(`changed: ${named(changed, host)}\n`);
    }
  } finally {
    folders.close();
  }
}

/** The state of everything from a moment on from which every further change is told. */
async function settled({ scope }: WatchedRun, folders: FolderWatch, host: Host): Promise<WatchState> {
  for (;;) {
    const state = await lookAt(await scope(), host.cwd());
    if (!folders.watch(state.folders)) return state;
  }
}

/** The scope as it is now; later, while what is named is not there, the last one: it may come back. */
function lasting(scope: WatchedRun["scope"]): WatchedRun["scope"] {
  let last: WatchScope | undefined;
  return async () => {
    try {
      last = await scope();
    } catch (error) {
      if (last === undefined || !(error instanceof OptionError)) throw error;
    }
    return last;
  };
}

async function again({ once }: WatchedRun, host: Host): Promise<ExitStatus> {
  host.observer?.restart();
  try {
    return await once();
  } catch (error) {
    return tellFailure(error, host);
  }
}

/** The files that changed, or the status with which a signal ends all; `waits` is called once both are waited for. */
async function nextChange(
  run: WatchedRun,
  folders: FolderWatch,
  before: WatchState,
  host: Host,
  waits: () => void,
): Promise<readonly string[] | ExitStatus> {
  const told: ExitStatus[] = [];
  let release: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    release = host.onInterrupt?.((signal) => {
      told.push(signal === "SIGINT" ? interrupted : terminated);
      resolve();
    });
  });
  try {
    waits();
    for (;;) {
      await Promise.race([folders.changed(), ended]);
      if (told[0] !== undefined) return told[0];
      const changed = changesBetween(before, await settled(run, folders, host));
      // Looking at much takes its time, and Node tells of a signal only after it.
      await setImmediate();
      if (told[0] !== undefined) return told[0];
      if (changed.length > 0) return changed;
    }
  } finally {
    release?.();
  }
}

function named(paths: readonly string[], host: Host): string {
  const [first = "", ...others] = paths.map((path) => printable(relative(host.cwd(), path) || path));
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** What cannot be watched, of the flags of any command. Throws {@link OptionError}. */
export function checkWatch({ stdin, ...flags }: Readonly<Record<string, unknown>>): void {
  const why: readonly (readonly [string, string])[] = [
    ["fix", "--fix writes what is watched: run it by itself"],
    ["updateBaseline", "--update-baseline is done once: run it by itself"],
    ["passthrough", "--passthrough hands stdin on, which is read once"],
  ];
  for (const [flag, reason] of why) if (flags[flag] === true) throw new OptionError(`--watch: ${reason}`);
  if (stdin === true) throw new OptionError("--watch: stdin is read once: name files, folders or charts");
}
