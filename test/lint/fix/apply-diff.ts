/** What a unified diff makes of a text: what `patch` would write, without its search for lines that moved. */
export function applyDiff(text: string, diff: string): string {
  const lines = text.split(/\r\n|\n/);
  const out: string[] = [];
  let at = 0;
  for (const row of diff.split("\n").slice(2)) {
    const hunk = /^@@ -(\d+),/.exec(row);
    if (hunk !== null) while (at < Number(hunk[1]) - 1) out.push(lines[at++] ?? "");
    else if (row.startsWith("+")) out.push(row.slice(1));
    else if (row !== "") {
      if (row.slice(1) !== lines[at]) throw new Error(`line ${at + 1} is not what the diff says: ${row}`);
      if (row.startsWith(" ")) out.push(lines[at] ?? "");
      at++;
    }
  }
  return [...out, ...lines.slice(at)].join("\n");
}
