/** A part of a help: words, or lines to paste as they are. */
export type HelpPart = { readonly words: string } | { readonly paste: readonly string[] };

/** What lines to paste are indented by in a help, as in Markdown. */
const indent = "    ";

/** The lines of a help in order: those that are indented are to be pasted, together and as they are. */
export function helpParts(help: string): readonly HelpPart[] {
  const parts: HelpPart[] = [];
  let paste: string[] = [];
  const end = (): void => {
    if (paste.length === 0) return;
    const isMarked = paste.every((line) => line.startsWith(indent));
    parts.push({ paste: isMarked ? paste.map((line) => line.slice(indent.length)) : paste });
    paste = [];
  };
  for (const line of help.split("\n")) {
    if (line.trim() === "") continue;
    if (line.startsWith(" ")) {
      paste.push(line.trimEnd());
      continue;
    }
    end();
    parts.push({ words: line.trimEnd() });
  }
  end();
  return parts;
}

/** A help in one line, for formats that have no more: what is to be pasted is left to the others. */
export function helpLine(help: string): string {
  const parts = helpParts(help);
  if (!parts.some((part) => "paste" in part)) return help.replaceAll("\n", "; ");
  const [first] = parts;
  return first !== undefined && "words" in first ? first.words.replace(/:$/, "") : "";
}
