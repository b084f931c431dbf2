/** Part of `npm run lint:package`: the packed package is what everybody downloads, and stays below 2 MB. Needs `npm run build`. */
import { execFileSync } from "node:child_process";

const mostBytes = 2_000_000;

const printed = execFileSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], { encoding: "utf8" });
const [{ size }] = JSON.parse(printed) as [{ readonly size: number }];
console.log(`packed: ${size} bytes (at most ${mostBytes})`);
if (size > mostBytes) process.exitCode = 1;
