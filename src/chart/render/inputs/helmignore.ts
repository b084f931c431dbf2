import { BadPattern, goMatch } from "./go-match.ts";
import { InputError } from "./input-error.ts";

interface Rule {
  readonly negate: boolean;
  readonly mustBeFolder: boolean;
  readonly match: (path: string) => boolean;
}

/** The rules of a `.helmignore`, as helm reads and applies them (pkg/ignore/rules.go): no gitignore, the first match decides. */
export class HelmIgnore {
  readonly #rules: Rule[] = [];

  /** @throws {InputError} for `**` and for a pattern that Go calls malformed. */
  constructor(text: string | undefined) {
    for (const line of (text ?? "").split("\n")) this.#add(line.replace(/\r$/, ""));
    this.#add("templates/.?*");
  }

  #add(line: string): void {
    const written = line.trim();
    if (written === "" || written.startsWith("#")) return;
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
    const matches = (name: string) => {
      if (!name.endsWith(tail)) return false;
      try {
        return goMatch(rule, name);
      } catch (error) {
        if (error instanceof BadPattern) return false;
        throw error;
      }
    };
    // What ends otherwise cannot match: most names are told apart without a look at the pattern.
    const tail = rule.slice(1 + Math.max(...[..."*?[]\\"].map((special) => rule.lastIndexOf(special))));
    if (rule.startsWith("/")) {
      rule = rule.slice(1);
      this.#rules.push({ negate, mustBeFolder, match: matches });
    } else if (rule.includes("/")) this.#rules.push({ negate, mustBeFolder, match: matches });
    else this.#rules.push({ negate, mustBeFolder, match: (path) => matches(path.slice(path.lastIndexOf("/") + 1)) });
  }

  ignores(path: string, isFolder: boolean): boolean {
    for (const { negate, mustBeFolder, match } of this.#rules) {
      if (negate) {
        if (mustBeFolder && !isFolder) return true;
        if (!match(path)) return true;
        continue;
      }
      if (mustBeFolder && !isFolder) continue;
      if (match(path)) return true;
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
