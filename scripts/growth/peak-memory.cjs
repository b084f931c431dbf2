/*
 * Required before the program: as it ends, the most memory that it held goes to the file that PEAK_MEMORY names, in
 * kilobytes. Linux counts what a process inherits of its parent into what `process.resourceUsage()` says, so its own
 * figure is asked where there is one.
 */
const { readFileSync, writeFileSync } = require("node:fs");

function kilobytes() {
  try {
    return /^VmHWM:\s*(\d+) kB/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
  } catch {
    return undefined;
  }
}

process.on("exit", () => {
  writeFileSync(process.env.PEAK_MEMORY, kilobytes() ?? String(process.resourceUsage().maxRSS));
});
