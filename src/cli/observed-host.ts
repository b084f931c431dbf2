import { withoutCommands } from "../report/inert.ts";
import type { Host, Output } from "./host.ts";
import { RunObserver } from "./run-observer.ts";

/**
 * A host whose run is followed: whatever is written takes the line away that says how far it is. No line of text that
 * goes through it is a command of a CI log, whoever wrote it and wherever its words come from.
 */
export function observed(host: Host): Host & { readonly observer: RunObserver } {
  const observer = new RunObserver(host.stderr, host.env);
  const cleared = (output: Output): Output => ({
    write: (data) => {
      observer.clear();
      output.write(typeof data === "string" ? withoutCommands(data) : data);
    },
    isTerminal: () => output.isTerminal(),
    isClosed: () => output.isClosed?.() === true,
    columns: () => output.columns(),
  });
  return { ...host, stdout: cleared(host.stdout), stderr: cleared(host.stderr), observer };
}
