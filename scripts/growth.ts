/**
 * `npm run growth [-- NAME]`: feeds every expression of the source, and the tool itself, inputs that grow, and prints
 * how the time grows with them. Status 1 where something grows faster than it may. With a name, only the families
 * whose name holds it.
 */
import { fileURLToPath } from "node:url";
import { reportExpressions } from "./growth/report-expressions.ts";
import { reportFamilies } from "./growth/report-families.ts";

const [only] = process.argv.slice(2);
const unbounded = only === undefined ? reportExpressions(fileURLToPath(new URL("..", import.meta.url))) : 0;
process.exitCode = unbounded + (await reportFamilies(only)) > 0 ? 1 : 0;
