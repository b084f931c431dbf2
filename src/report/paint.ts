import type { Severity } from "../lint/contract/finding.ts";

/** Colours for a terminal, or none. */
export interface Paint {
  severity(severity: Severity, text: string): string;
  bold(text: string): string;
  /** Line numbers, bars and arrows. */
  frame(text: string): string;
  good(text: string): string;
}

const severityCodes: Readonly<Record<Severity, string>> = { error: "1;31", warning: "1;33", info: "1;36" };

function code(codes: string, text: string): string {
  return text === "" ? "" : `\u001b[${codes}m${text}\u001b[0m`;
}

const colored: Paint = {
  severity: (severity, text) => code(severityCodes[severity], text),
  bold: (text) => code("1", text),
  frame: (text) => code("34", text),
  good: (text) => code("1;32", text),
};

const plain: Paint = { severity: (_, text) => text, bold: (text) => text, frame: (text) => text, good: (text) => text };

export function paintFor(color: boolean): Paint {
  return color ? colored : plain;
}
