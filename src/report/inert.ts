/*
 * What a CI log takes for a command: GitHub Actions a line that begins with `::NAME` (actions/runner, ActionCommand.cs,
 * which trims the line first) and `##[NAME]` anywhere, Azure Pipelines `##vso[` and `##[` anywhere, TeamCity `##teamcity[`.
 */
const anywhere = /##(?=\[|vso\[|teamcity\[)/gi;
const atLineStart = /^([^\S\r\n]*):(?=:[a-z])/gim;

/** Whether a text may hold a command at all: most never do, and the patterns are slow to compile. */
function isSuspect(text: string): boolean {
  return text.includes("##") || text.includes("::");
}

/** Takes a `#` or `:` out of each command, so that no line of a text is one; widths stay as they are. */
export function withoutCommands(text: string): string {
  if (!isSuspect(text)) return text;
  return withoutAnywhere(text).replace(atLineStart, "$1\ufffd");
}

/** For text whose own lines are workflow commands: takes out those that stand inside them. */
export function withoutAnywhere(text: string): string {
  return text.includes("##") ? text.replace(anywhere, "#\ufffd") : text;
}

/** For JSON: the same, as an escape, so that nothing is lost. A line of JSON begins with no colon. */
export function escapedCommands(json: string): string {
  return json.includes("##") ? json.replace(anywhere, "#\\u0023") : json;
}
