import type { Report } from "../lint/contract/finding.ts";
import { printableXml } from "./printable.ts";
import { reportedPlace } from "./reported-place.ts";

interface Entry {
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly message: string;
  readonly source: string;
}

/** Checkstyle's XML, as Jenkins' warnings plugin, reviewdog and many others read it: a file element for each file. */
export function checkstyle(report: Report): string {
  const files = new Map<string, Entry[]>();
  const add = (file: string, entry: Entry): void => {
    const entries = files.get(file);
    if (entries === undefined) files.set(file, [entry]);
    else entries.push(entry);
  };
  for (const { kind, file, line, column, message } of report.problems) {
    const severity = kind === "ignored-text" ? "warning" : "error";
    add(file, { line, column, severity, message, source: `input-${kind}` });
  }
  for (const finding of report.findings) {
    const { file, line, column } = reportedPlace(finding);
    const message = finding.help === "" ? finding.message : `${finding.message}; ${finding.help}`;
    add(file, { line, column, severity: finding.severity, message, source: finding.rule });
  }
  let text = '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n';
  for (const [file, entries] of files) {
    text += `  <file name="${printableXml(file)}">\n`;
    for (const { line, column, severity, message, source } of entries) {
      const at = `line="${line}" column="${column}" severity="${severity}"`;
      text += `    <error ${at} message="${printableXml(message)}" source="${printableXml(`sts-lint.${source}`)}"/>\n`;
    }
    text += "  </file>\n";
  }
  return `${text}</checkstyle>\n`;
}
