import { type FSWatcher, watch } from "node:fs";
import { basename } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { errorCode } from "./file-bytes.ts";
import { reasonOf } from "./input-problem.ts";
import { statsAt } from "./stats-at.ts";
import type { WatchState } from "./watch-state.ts";

/** So long nothing may happen before what happened is looked at, and so long that may take. Milliseconds. */
const stillness = 100;
const mostWait = 1000;

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Tells that something happened to what counts in some folders; what, the files say. Folders are watched and not files, because
 * editors write another file and rename it, and each by itself, because Node's own recursive watch on Linux loses folders
 * that come later.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: bigint }>();
  #wanted: WatchState["folders"] = new Map();
  #wake: (() => void) | undefined;
  #last = 0;
  #hasChanged = false;

  /**
   * Watches exactly these from now on; whether one of them was not watched before, so that what happened in it until now
   * was told by nobody. Throws {@link OptionError} where the system allows no more.
   */
  watch(folders: WatchState["folders"]): boolean {
    let isNew = false;
    this.#wanted = folders;
    for (const path of this.#watchers.keys()) if (!folders.has(path)) this.#drop(path);
    for (const path of folders.keys()) {
      const inode = statsAt(path)?.ino;
      const known = this.#watchers.get(path);
      if (known !== undefined && known.inode === inode) continue;
      this.#drop(path);
      if (inode !== undefined && this.#open(path, inode)) isNew = true;
    }
    return isNew;
  }

  /** Resolves once something has happened and it is still again. What happened since the last time counts. */
  async changed(): Promise<void> {
    if (!this.#hasChanged)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const first = performance.now();
    do await sleep(stillness);
    while (performance.now() - this.#last < stillness && performance.now() - first < mostWait);
    this.#hasChanged = false;
  }

  close(): void {
    for (const path of [...this.#watchers.keys()]) this.#drop(path);
  }

  /** Whether it is watched now. */
  #open(path: string, inode: bigint): boolean {
    try {
      const watcher = watch(path, (event, name) => {
        // The folder itself was moved or removed: another of its name may have the same number.
        const isItself = event === "rename" && name === basename(path);
        if (isItself) this.#drop(path);
        const names = this.#wanted.get(path);
        if (isItself || name === null || names === "all" || names?.has(name) === true) this.#note();
      });
      watcher.on("error", () => {
        this.#drop(path);
        this.#note();
      });
      this.#watchers.set(path, { watcher, inode });
      return true;
    } catch (error) {
      const code = errorCode(error);
      // It went meanwhile, or may not be read: the report says so, and the folder above tells when that changes.
      if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES" || code === "EPERM") return false;
      const reason =
        code === "ENOSPC" || code === "EMFILE"
          ? "the system allows no more watches (on Linux fs.inotify.max_user_watches and max_user_instances)"
          : reasonOf(error);
      throw new OptionError(`--watch: ${path} cannot be watched: ${reason}`);
    }
  }

  #drop(path: string): void {
    this.#watchers.get(path)?.watcher.close();
    this.#watchers.delete(path);
  }

  #note(): void {
    this.#last = performance.now();
    this.#hasChanged = true;
    this.#wake?.();
    this.#wake = undefined;
  }
}
