import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import type { Finding, Report } from "../../src/lint/contract/finding.ts";
import { format } from "../../src/report/format.ts";
import fc from "../properties.ts";
import { elements, hostile } from "./hostile.ts";
import { sampleFinding, sampleReport } from "./sample.ts";

/** Puts the text wherever a report can hold text from an input. */
function reportWith(text: string, count = 1): Report {
  const location = { ...sampleFinding.location, file: text, source: text };
  const resource = { apiVersion: text, kind: text, namespace: text, name: text };
  const finding: Finding = {
    ...sampleFinding,
    message: `names ${text}, and \`${text}\` too`,
    help: `write\n${text}`,
    resource,
    location,
    path: ["spec", text],
    related: [{ message: text, resource, path: [text], location }],
    values: [{ file: text, line: 1, path: [text] }],
  };
  return sampleReport({
    findings: Array.from({ length: count }, () => finding),
    problems: [{ kind: "unreadable", file: text, line: 51, column: 1, message: text }],
    lines: { 51: text },
    file: text,
  });
}

describe("markdown", () => {
  const allowed = new Set(["h3", "h4", "p", "ul", "li", "strong", "code", "pre", "html", "head", "body", "@class"]);

  it("lets no text of an input become a link, an image, a mention, markup or HTML", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = micromark(format("markdown", reportWith(text)), {
          extensions: [gfm()],
          htmlExtensions: [gfmHtml()],
        });
        expect([...elements(page).keys()].filter((name) => !allowed.has(name))).toEqual([]);
        // GitHub links mentions and references wherever they stand outside code.
        const outside = page.replace(/<code[\s\S]*?<\/code>/g, "").replace(/<[^>]*>/g, "");
        expect(outside).not.toMatch(/@\w|#\d|:\/\/|www\.|[0-9a-f]{40}/);
      }),
      { numRuns: 300 },
    );
  });

  it("folds all but the most severe findings, and prints none twice", () => {
    const warning: Finding = { ...sampleFinding, severity: "warning", message: "a warning" };
    const findings = [...Array.from({ length: 12 }, () => warning), sampleFinding];
    const text = format("markdown", sampleReport({ findings }));
    expect(text.indexOf("#### error")).toBeLessThan(text.indexOf("#### warning"));
    expect(text.match(/^#### /gm)).toHaveLength(10);
    expect(text).toContain("<details><summary>3 more findings</summary>");
    expect(text.match(/^- \*\*warning\*\*/gm)).toHaveLength(3);
  });

  it("stays within what GitHub takes for a comment, and says how many findings it left out", () => {
    const findings = Array.from({ length: 2_000 }, (): Finding => sampleFinding);
    const text = format("markdown", sampleReport({ findings }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    const told = (text.match(/^- \*\*|^#### /gm) ?? []).length;
    expect(text).toContain(`${2_000 - told} findings left out`);
  });
});

describe("html", () => {
  it("lets no text of an input become an element or an attribute", () => {
    const shape = elements(format("html", reportWith("plain")));
    fc.assert(
      fc.property(hostile, (text) => {
        const own = elements(format("html", reportWith(text)));
        for (const name of own.keys()) expect(shape.has(name), name).toBe(true);
        expect(own.get("section")).toBe(1);
        expect(own.get("article")).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it("needs nothing from outside, runs nothing, and can be filtered from the keyboard", () => {
    const page = format("html", sampleReport());
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|\son\w+=|src=|href=/);
    expect(page).toContain('<label><input type="checkbox" id="show-error" checked> 1 error</label>');
  });
});

describe.each(["checkstyle", "junit"])("%s", (name) => {
  it("is well-formed XML whatever the input holds", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const parser = new SaxesParser();
        parser.on("error", (error) => {
          throw error;
        });
        parser.write(format(name, reportWith(text))).close();
      }),
      { numRuns: 200 },
    );
  });
});

describe("checkstyle", () => {
  it("has an error element in the file's own element", () => {
    const text = format("checkstyle", sampleReport());
    expect(text).toContain('<file name="stdin">\n    <error line="51" column="16" severity="error"');
    expect(text).toContain('source="sts-lint.governing-service-not-headless"');
  });
});

describe("agent", () => {
  it("is one line a finding with place, consequence, change and how to verify it, and nothing for a clean report", () => {
    expect(format("agent", sampleReport())).toBe(
      "stdin:51:16 error[governing-service-not-headless] StatefulSet/python-app spec.serviceName: serviceName `python-app` names a NodePort Service, not a headless one" +
        " | change: add a Service with `clusterIP: None` and name it in serviceName | verify: run again, 3f1c9d2ab4e05f67 is gone\n",
    );
    expect(format("agent", sampleReport({ findings: [] }))).toBe("");
  });

  it("keeps one line a finding whatever the input holds", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(format("agent", reportWith(text, 3)).trimEnd().split("\n")).toHaveLength(4);
      }),
      { numRuns: 100 },
    );
  });
});
