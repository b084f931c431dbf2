import { BadPattern, goMatch } from "./go-match.ts";
import { InputError, TooMuchError } from "./input-error.ts";

/** Each file of a chart is held to each pattern, so more are refused. */
const mostPatterns = 10_000;

interface Rule {
  readonly pattern: string;
  /** What its names end with: the others are told apart without a look at the pattern. */
  readonly tail: string;
  readonly negate: boolean;
  readonly mustBeFolder: boolean;
  /** Whether only the last part of a path is looked at. */
  readonly isOfName: boolean;
}

/** The rules of a `.helmignore`, as helm reads and applies them (pkg/ignore/rules.go): no gitignore, the first match decides. */
export class HelmIgnore {
  readonly #rules: Rule[] = [];

  /** @throws {InputError} for `**`, for a pattern that Go calls malformed, and for more than {@link mostPatterns}. */
  constructor(text: string | undefined) {
    this.#add("templates/.?*");
    for (const line of (text ?? "").split("\n")) this.#add(line.replace(/\r$/, ""));
  }

  #add(line: string): void {
    const written = line.trim();
    if (written === "" || written.startsWith("#")) return;
    if (this.#rules.length > mostPatterns)
      throw new TooMuchError(
        `more than ${mostPatterns} patterns are not read: name folders in place of files`,
        ".helmignore",
      );
    if (written.includes("**")) throw new InputError("double-star (**) syntax is not supported", ".helmignore");
    try {
      goMatch(written, "abc");
    } catch (error) {
      if (error instanceof BadPattern) throw new InputError("syntax error in pattern", ".helmignore");
      throw error;
    }
    let rule = written;
    const negate = rule.startsWith("!");
    if (negate) rule = rule.slice(1);
    const mustBeFolder = rule.endsWith("/");
    if (mustBeFolder) rule = rule.slice(0, -1);
    const isOfName = !rule.includes("/");
    const pattern = rule.startsWith("/") ? rule.slice(1) : rule;
    const tail = pattern.slice(1 + Math.max(...[..."*?[]\\"].map((special) => pattern.lastIndexOf(special))));
    this.#rules.push({ pattern, tail, negate, mustBeFolder, isOfName });
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (const rule of this.#rules) {
      const { negate, mustBeFolder } = rule;
      if (negate) {
        if (mustBeFolder && !isFolder) return true;
        if (!matches(rule, path)) return true;
        continue;
      }
      if (mustBeFolder && !isFolder) continue;
      if (matches(rule, path)) return true;
    }
    return false;
  }

  /** Whether the file, or a folder that it stands in, is ignored. */
  ignoresFile(path: string): boolean {
    for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) {
      if (this.ignores(path.slice(0, slash), true)) return true;
    }
    return this.ignores(path, false);
  }
}

function matches({ pattern, tail, isOfName }: Rule, path: string): boolean {
  const name = isOfName ? path.slice(path.lastIndexOf("/") + 1) : path;
  if (!name.endsWith(tail)) return false;
  try {
    return goMatch(pattern, name);
  } catch (error) {
    if (error instanceof BadPattern) return false;
    throw error;
  }
}
