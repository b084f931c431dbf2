/** What a line of the input is to the documents around it. */
export type LineVerdict =
  /** Part of a document. */
  | "document"
  /** Helm's own words ahead of the first document: neither this line nor what was kept before it is a document. */
  | "preamble"
  /** Helm's own words between documents: they end one. */
  | "heading"
  /** Helm's report on a release begins: the line before was its first, and ends a document if one was open. */
  | "report"
  /** The notes of a release, which run to the next report or to the end of the input: no document. */
  | "notes";

type State = "start" | "status" | "hooks" | "manifest" | "notes" | "off";

/** Lines that helm (or what it is built of) writes ahead of a chart's output, mostly on the error stream. */
const PREAMBLE = [
  /^Pulled: \S+$/,
  /^Digest: sha256:[0-9a-f]{64}$/,
  /^level=(?:DEBUG|INFO|WARN|ERROR) msg=/,
  /^time="?[-0-9T:.Z+]+"? level=\w+ msg=/,
  /^\w+\.go:\d+: /,
  /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \w+\.go:\d+\] /,
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /,
  /^WARNING: /,
];
const UPGRADE = /^Release "[^"]*" (?:has been upgraded\.|does not exist\. Installing it now\.)/;

/**
 * Finds helm's own words around the documents of `helm install|upgrade --dry-run`, `helm get all` and of outputs with
 * log lines ahead. Decides line by line and by words that stand in column 1: `NAME:` followed by `LAST DEPLOYED:`
 * opens such an output, wherever it stands; without that `MANIFEST:` and `NOTES:` are keys like all others.
 */
export class HelmOutput {
  private state: State = "start";
  private afterBlank = false;
  private inValues = false;
  /** Whether helm's report on a release was seen. */
  sawStatus = false;
  /** Whether log lines were seen. */
  sawLog = false;
  /** Where the input ended without a line feed. */
  cutOff: { readonly line: number; readonly column: number } | undefined;
  /** Whether the line before may begin helm's report on a release. */
  private afterName = false;

  /** Whether the notes of a release are being read. */
  get inNotes(): boolean {
    return this.state === "notes";
  }

  /** Whether lines that start with this byte still have to be shown to {@link read}. */
  wants(firstByte: number): boolean {
    if (this.afterName || this.state === "start" || this.state === "status" || this.state === "notes") return true;
    // `NAME:` and `NOTES:`, `Release "…" has been upgraded.`, `MANIFEST:`.
    return firstByte === 0x4e || firstByte === 0x52 || (firstByte === 0x4d && this.state === "hooks");
  }

  /** Reads the next line, given without its end. */
  read(line: string): LineVerdict {
    if (this.afterName && line.startsWith("LAST DEPLOYED: ")) {
      this.afterName = false;
      this.inValues = this.afterBlank = false;
      this.state = "status";
      this.sawStatus = true;
      return "report";
    }
    // A value that helm prints may have any name, so the values of a report are left by their end alone.
    this.afterName = this.state !== "status" && /^NAME: \S+$/.test(line);
    switch (this.state) {
      case "start":
        return this.readStart(line);
      case "status":
        return this.readStatus(line);
      case "hooks":
        if (line === "MANIFEST:") {
          this.state = "manifest";
          return "heading";
        }
        if (line === "NOTES:") return this.notes();
        break;
      case "manifest":
        if (line === "NOTES:") return this.notes();
        break;
      case "notes":
        if (/^# Source: (?=\S+$)\S+\/(?:templates|crds)\/\S/.test(line)) {
          // `helm template` behind it: only its first separator was taken for a part of the notes.
          this.state = "off";
          return "document";
        }
        return "notes";
    }
    return UPGRADE.test(line) ? "heading" : "document";
  }

  private readStart(line: string): LineVerdict {
    if (line.trim() === "") return "document";
    // The usual beginnings of a stream are spared eleven patterns.
    if (line.startsWith("---") || line.startsWith("#") || line.startsWith("apiVersion:")) {
      this.state = "off";
      return "document";
    }
    if (PREAMBLE.some((pattern) => pattern.test(line))) {
      this.sawLog = true;
      return "preamble";
    }
    if (UPGRADE.test(line)) {
      this.sawStatus = true;
      return "preamble";
    }
    this.state = "off";
    return "document";
  }

  private readStatus(line: string): LineVerdict {
    // Inside the values a key may have any name; helm leaves a line free behind them.
    const heading = !this.inValues || this.afterBlank;
    this.afterBlank = line === "";
    if (!heading) return "preamble";
    if (line === "HOOKS:") this.state = "hooks";
    else if (line === "MANIFEST:") this.state = "manifest";
    else if (line === "NOTES:") return this.notes();
    else if (line === "USER-SUPPLIED VALUES:" || line === "COMPUTED VALUES:") this.inValues = true;
    return "preamble";
  }

  private notes(): LineVerdict {
    this.state = "notes";
    return "notes";
  }
}
