/**
 * `npm run growth [-- [--memory] NAME]`: feeds every expression of the source, and the tool itself, inputs that grow, and
 * prints how the time grows with them; with `--memory`, the most memory that the built program takes of each. Status 1
 * where something grows faster, or takes more, than it may. With a name, only the families whose name holds it.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { allFamilies } from "./growth/families/all.ts";
import { reportExpressions } from "./growth/report-expressions.ts";
import { reportFamilies } from "./growth/report-families.ts";
import { reportMemory } from "./growth/report-memory.ts";

const { values, positionals } = parseArgs({ options: { memory: { type: "boolean" } }, allowPositionals: true });
const [only = ""] = positionals;
const families = allFamilies.filter(({ name }) => name.includes(only));

async function tooMuch(): Promise<number> {
  if (values.memory === true) return reportMemory(families);
  const unbounded = only === "" ? reportExpressions(fileURLToPath(new URL("..", import.meta.url))) : 0;
  return unbounded + (await reportFamilies(families));
}

process.exitCode = (await tooMuch()) > 0 ? 1 : 0;
