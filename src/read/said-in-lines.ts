import { plainText } from "./document-text.ts";
import type { Problem } from "./problem.ts";

/**
 * What another program said, behind words of ours: on one line, as messages are, and where it took several, in these too.
 * Charts end their rendering with whole pages of advice.
 */
export function saidInLines(lead: string, said: string): Pick<Problem, "message" | "lines"> {
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
