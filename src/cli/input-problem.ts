import { thrownText } from "../model/thrown-text.ts";
import type { Problem } from "../read/problem.ts";
import { errorCode } from "./file-bytes.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  ELOOP: "its links lead in a circle",
  EBADF: "it is closed",
  EMFILE: "too many files are open",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the quota is used up",
  EFBIG: "the file would get too large",
  ENXIO: "nobody answers there: it is a socket, or a device that is not there",
  EIO: "the device failed",
  EROFS: "the file system is read-only",
};

/** A system error in plain words. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return (code === undefined ? undefined : reasons[code]) ?? code ?? thrownText(error);
}

/** An input that cannot be read, as the report says it. */
export function unreadable(file: string, message: string): Problem {
  return { kind: "unreadable", file, line: 1, column: 1, message };
}

/** A problem in the names of files that the user has written: `said` puts them in the place of ours. */
export function inNamesOf({ message, lines, ...problem }: Problem, said: (message: string) => string): Problem {
  return { ...problem, message: said(message), ...(lines === undefined ? {} : { lines: lines.map(said) }) };
}
