/** What stands between two commands: a new line counts as `;`. Empty at either end of the script. */
export type ShellOperator = "" | ";" | "&" | "&&" | "||" | "|";

/** A simple command of a shell script, in the order of the text. */
export interface ShellCommand {
  /** As written, quotes around a whole word taken off. */
  readonly words: readonly string[];
  readonly before: ShellOperator;
  readonly after: ShellOperator;
  /** How deep it stands in blocks, loops, conditions, functions and subshells; 0 at the top. */
  readonly depth: number;
  /** `then`, `else`, `elif` or `do`, where the command is the first behind it. */
  readonly keyword?: string;
}

/** The program of a shell, with its path or without. */
export const shell = /^(?:\S*\/)?(?:ba|da|a|k|z|mk)?sh$/;

/** Longer scripts are not read. */
const longest = 50_000;

const opening: ReadonlySet<string> = new Set(["if", "while", "until", "for", "case", "select", "{", "[["]);
const closing: ReadonlySet<string> = new Set(["fi", "done", "esac", "}", "]]"]);
const between: ReadonlySet<string> = new Set(["then", "do", "else", "elif", "!", "time"]);

/**
 * Splits a shell script into its simple commands, as far as a probe's script needs it: quotes, comments, substitutions, here
 * documents and nesting are known, expansion is not. One pass over the text; empty for a text that is too long.
 */
export function shellCommands(script: string): readonly ShellCommand[] {
  if (script.length > longest) return [];
  const known = recent.get(script);
  if (known !== undefined) return known;
  if (recentLength + script.length > mostRecent) {
    recent.clear();
    recentLength = 0;
  }
  const commands = new Reader(script.replace(/\\\r?\n/g, " ")).read();
  recent.set(script, commands);
  recentLength += script.length;
  return commands;
}

/** The words of a script that is one command, as in `sh -c "/scripts/live.sh 5"`. */
export function onlyCommand(script: string): readonly string[] | undefined {
  const [only, ...others] = shellCommands(script);
  if (only === undefined || others.length > 0 || only.depth > 0 || only.before !== "") return undefined;
  return only.words[0] === "exec" ? only.words.slice(1) : only.words;
}

/** Several rules ask of each probe's script, one after another. */
const recent = new Map<string, readonly ShellCommand[]>();
const mostRecent = 200_000;
let recentLength = 0;

class Reader {
  readonly #text: string;
  readonly #commands: ShellCommand[] = [];
  #at = 0;
  #depth = 0;
  #words: string[] = [];
  #word: string | undefined;
  #before: ShellOperator = "";
  #keyword: string | undefined;
  #hereDocuments: string[] = [];
  /** What is open: parentheses, and `case`, in which a closing one ends a pattern. */
  readonly #open: ("(" | "case")[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly ShellCommand[] {
    while (this.#at < this.#text.length) {
      // Letters and the like, as many as there are; most of any script.
      const run = this.#plainRun();
      if (run === "") this.#step(this.#text.charAt(this.#at));
      else this.#word = this.#word === undefined ? run : this.#word + run;
    }
    this.#end("");
    return this.#commands;
  }

  #step(character: string): void {
    if (character === "\n") {
      this.#at++;
      this.#end(";");
      this.#skipHereDocuments();
    } else if (character === " " || character === "\t" || character === "\r") {
      this.#at++;
      this.#endWord();
    } else if (character === "#" && this.#word === undefined) {
      this.#skipTo("\n");
    } else if (character === "<" && this.#isNext("<") && this.#text.charAt(this.#at + 2) !== "<") {
      this.#hereDocument();
    } else if ((character === "&" || character === "|") && this.#isNext(character)) {
      this.#at += 2;
      this.#end(character === "&" ? "&&" : "||");
    } else if (character === ";" || character === "|") {
      this.#at++;
      this.#end(character);
    } else if (character === "&" && !this.#isRedirection()) {
      this.#at++;
      this.#end("&");
    } else if (character === "(" || character === ")") {
      this.#parenthesis(character);
    } else {
      this.#word = (this.#word ?? "") + this.#piece(character);
    }
  }

  #isNext(character: string): boolean {
    return this.#text.charAt(this.#at + 1) === character;
  }

  /** What means nothing by itself, as far as it goes; moves behind it. */
  #plainRun(): string {
    const from = this.#at;
    while (isPlain(this.#text.charCodeAt(this.#at))) this.#at++;
    return this.#text.slice(from, this.#at);
  }

  /** `>&2`, `2>&1`, `&>file`: no end of a command. */
  #isRedirection(): boolean {
    return /[<>]/.test(this.#text.charAt(this.#at - 1)) || this.#text.charAt(this.#at + 1) === ">";
  }

  /** A quoted text, a substitution, an escaped character or a plain one; moves behind it. */
  #piece(character: string): string {
    const from = this.#at;
    if (character === "\\") this.#at += 2;
    else if (character === "'" || character === "`") this.#skipPast(character, 1);
    else if (character === '"') this.#doubleQuoted();
    else if (character === "$" && /[({]/.test(this.#text.charAt(from + 1))) this.#substitution();
    else this.#at++;
    return this.#text.slice(from, this.#at);
  }

  #skipPast(end: string, skip: number): void {
    const found = this.#text.indexOf(end, this.#at + skip);
    this.#at = found === -1 ? this.#text.length : found + end.length;
  }

  #skipTo(end: string): void {
    const found = this.#text.indexOf(end, this.#at);
    this.#at = found === -1 ? this.#text.length : found;
  }

  #doubleQuoted(): void {
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at);
      if (character === "\\") this.#at++;
      else if (character === '"') {
        this.#at++;
        return;
      }
    }
  }

  /** `$(…)` and `${…}`, with what is nested in them. */
  #substitution(): void {
    let open = 0;
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at);
      if (character === "\\") this.#at++;
      else if (character === "'") this.#at = Math.max(this.#at, this.#text.indexOf("'", this.#at + 1));
      else if (character === "(" || character === "{") open++;
      else if ((character === ")" || character === "}") && --open === 0) {
        this.#at++;
        return;
      }
    }
  }

  #parenthesis(character: "(" | ")"): void {
    const isFunction = character === "(" && this.#text.charAt(this.#at + 1) === ")";
    this.#at += isFunction ? 2 : 1;
    if (isFunction) {
      this.#word = undefined;
      this.#words = [];
      return;
    }
    if (character === ")" && this.#open[this.#open.length - 1] === "case") {
      this.#endPattern();
      return;
    }
    this.#end(";");
    this.#depth = Math.max(0, this.#depth + (character === "(" ? 1 : -1));
    if (character === "(") this.#open.push("(");
    else this.#open.pop();
  }

  /** `a)` before the commands of a branch: a pattern, no command. */
  #endPattern(): void {
    this.#endWord();
    if (this.#words[0] === "case") this.#words.splice(2);
    else this.#words = [];
    this.#end(";");
  }

  #hereDocument(): void {
    const match = /^<<-?[ \t]*(["']?)(\w{1,64})\1/.exec(this.#text.slice(this.#at, this.#at + 80));
    this.#endWord();
    this.#at += match === null ? 2 : match[0].length;
    if (match?.[2] !== undefined) this.#hereDocuments.push(match[2]);
  }

  #skipHereDocuments(): void {
    for (const end of this.#hereDocuments) {
      while (this.#at < this.#text.length) {
        const from = this.#at;
        this.#skipPast("\n", 0);
        if (this.#text.slice(from, this.#at).trim() === end) break;
      }
    }
    this.#hereDocuments = [];
  }

  #endWord(): void {
    const word = this.#word;
    if (word === undefined) return;
    this.#word = undefined;
    if (this.#words.length === 0) {
      if (between.has(word)) {
        if (word !== "!" && word !== "time") this.#keyword = word;
        return;
      }
      if (opening.has(word)) {
        this.#depth++;
        if (word === "case") this.#open.push("case");
        if (word === "{") return;
      } else if (closing.has(word)) {
        this.#depth = Math.max(0, this.#depth - 1);
        if (word === "esac" && this.#open[this.#open.length - 1] === "case") this.#open.pop();
      }
    } else if (word === "]]" && this.#words[0] === "[[") this.#depth = Math.max(0, this.#depth - 1);
    this.#words.push(unquoted(word));
  }

  #end(after: ShellOperator): void {
    this.#endWord();
    if (this.#words.length > 0) {
      const keyword = this.#keyword === undefined ? {} : { keyword: this.#keyword };
      this.#commands.push({ words: this.#words, before: this.#before, after, depth: this.#depth, ...keyword });
      this.#words = [];
      this.#keyword = undefined;
      this.#before = after;
    } else if (after !== ";" && this.#commands.length > 0) {
      // Behind a subshell: `(a) && b`. An empty line between `a &&` and `b` changes nothing.
      this.#before = after;
    }
  }
}

/** ASCII letters, digits and `+ , - . / : = @ _ %`, which mean nothing by themselves. */
function isPlain(code: number): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return isLetter || (code >= 0x2b && code <= 0x3a) || code === 0x3d || code === 0x40 || code === 0x5f || code === 0x25;
}

function unquoted(word: string): string {
  const match = /^(["'])([^"']*)\1$/.exec(word);
  return match?.[2] ?? word;
}
