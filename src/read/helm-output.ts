/** What a line of the input is to the documents around it. */
export type LineVerdict =
  /** Part of a document. */
  | "document"
  /** Helm's own words ahead of the first document: neither this line nor what was kept before it is a document. */
  | "preamble"
  /** Helm's own words between documents: they end one. */
  | "heading"
  /** The start of the notes, which run to the end of the input. */
  | "notes";

type State = "start" | "perhaps-status" | "status" | "hooks" | "manifest" | "off";

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
 * opens such an output; without that `MANIFEST:` and `NOTES:` are keys like all others.
 */
export class HelmOutput {
  private state: State = "start";
  private afterBlank = false;
  private inValues = false;
  /** Whether helm's report on a release was seen. */
  sawStatus = false;
  /** Whether log lines were seen. */
  sawLog = false;

  /** Whether lines that start with this byte still have to be shown to {@link read}. */
  wants(firstByte: number): boolean {
    if (this.state === "off") return false;
    if (this.state === "hooks" || this.state === "manifest") return firstByte === 0x4d || firstByte === 0x4e;
    return true;
  }

  /** Reads the next line, given without its end. */
  read(line: string): LineVerdict {
    switch (this.state) {
      case "start":
        return this.readStart(line);
      case "perhaps-status":
        if (!/^LAST DEPLOYED: /.test(line)) break;
        this.state = "status";
        this.sawStatus = true;
        return "preamble";
      case "status":
        return this.readStatus(line);
      case "hooks":
        if (line === "MANIFEST:") {
          this.state = "manifest";
          return "heading";
        }
        return line === "NOTES:" ? this.notes() : "document";
      case "manifest":
        return line === "NOTES:" ? this.notes() : "document";
    }
    this.state = "off";
    return "document";
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
    this.state = /^NAME: \S+$/.test(line) ? "perhaps-status" : "off";
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
    this.state = "off";
    return "notes";
  }
}
