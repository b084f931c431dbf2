import { plainText } from "./document-text.ts";
import type { Problem } from "./problem.ts";

/** So much of it is told, most of it from its beginning: no page of advice is as long. */
const most = { first: 48 * 1024, last: 16 * 1024 };

/**
 * What another program said, behind words of ours: on one line, as messages are, and where it took several, in these too.
 * Charts end their rendering with whole pages of advice.
 */
export function saidInLines(lead: string, all: string): Pick<Problem, "message" | "lines"> {
  const isLong = all.length > most.first + most.last;
  const said = isLong ? `${all.slice(0, most.first)}\n…\n${all.slice(-most.last)}` : all;
  const lines: string[] = [];
  for (const line of said.split("\n")) {
    const text = plainText(line).trimEnd();
    if (text !== "" || (lines.at(-1) ?? "") !== "") lines.push(text);
  }
  if (lines.at(-1) === "") lines.pop();
  const words = plainText(said)
    .split(" ")
    .filter((word) => word !== "");
  if (words.length === 0) return { message: `${lead}, and nothing is said of why` };
  const message = `${lead}: ${words.join(" ")}`;
  return lines.length > 1 ? { message, lines: [`${lead}:`, ...lines] } : { message };
}
