/*
 * What a CI log takes for a command: GitHub Actions a line that begins with `::NAME` (actions/runner, ActionCommand.cs,
 * which trims the line first) and `##[NAME]` anywhere, Azure Pipelines `##vso[` and `##[` anywhere, TeamCity `##teamcity[`.
 */
const anywhere = /##(?=\[|vso\[|teamcity\[)/gi;
const atLineStart = /^([^\S\r\n]*):(?=:[a-z])/gim;

/** Whether a line of a text may begin with a command: most texts have none, and the pattern is slow to compile. */
function mayBegin(text: string): boolean {
  for (let at = text.indexOf("::"); at !== -1; at = text.indexOf("::", at + 1)) {
    const next = text.charCodeAt(at + 2) | 32;
    if (next >= 97 && next <= 122) return true;
  }
  return false;
}

/** Takes a `#` or `:` out of each command, so that no line of a text is one; widths stay as they are. */
export function withoutCommands(text: string): string {
  const safe = withoutAnywhere(text);
  return mayBegin(safe) ? safe.replace(atLineStart, "$1\ufffd") : safe;
}

/** For text whose own lines are workflow commands: takes out those that stand inside them. */
export function withoutAnywhere(text: string): string {
  return text.includes("##") ? text.replace(anywhere, "#\ufffd") : text;
}

/** For JSON: the same, as an escape, so that nothing is lost. A line of JSON begins with no colon. */
export function escapedCommands(json: string): string {
  return json.includes("##") ? json.replace(anywhere, "#\\u0023") : json;
}
