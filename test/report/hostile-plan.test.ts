import { describe, expect, it } from "vitest";
import { call, folder } from "../cli/fake-host.ts";
import fc from "../properties.ts";
import { elements, hostile } from "./hostile.ts";

/** Two states of one set, with the text wherever a plan may repeat text of its input. */
function states(text: string): { readonly now: string; readonly next: string } {
  const set = (replicas: number, image: string, claim: string) =>
    JSON.stringify({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: {
        name: text,
        namespace: text,
        labels: { "app.kubernetes.io/instance": text, [text]: text },
        annotations: { "argocd.argoproj.io/tracking-id": `${text}:apps/StatefulSet:x/y`, [text]: text },
      },
      spec: {
        replicas,
        serviceName: text,
        selector: { matchLabels: { app: "a" } },
        template: {
          metadata: { labels: { app: "a", [text]: text } },
          spec: { containers: [{ name: text, image: `${image}${text}`, env: [{ name: text, value: image }] }] },
        },
        volumeClaimTemplates: [
          { metadata: { name: claim }, spec: { accessModes: [text], resources: { requests: { storage: text } } } },
        ],
      },
    });
  return { now: set(2, "a:1", text), next: set(3, "a:2", `${text}2`) };
}

async function planned(format: string, text: string): Promise<string> {
  const { now, next } = states(text);
  const cwd = folder({ "now.yaml": now, "next.yaml": next });
  const { stdout, stderr, status } = await call({
    args: ["plan", "next.yaml", "--against", "now.yaml", "--format", format],
    cwd,
  });
  expect(status, stderr).toBeLessThan(3);
  return stdout;
}

/** The kinds of lines of a diagram, each without its text. */
const shape = (diagram: string): string[] =>
  diagram.split("\n").map((line) => /^\s*(%%|[\w-]+)?/.exec(line)?.[1] ?? "");

describe("a plan, whatever the names in it", () => {
  const plain = "plain";

  it("is JSON", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        JSON.parse(await planned("json", text));
      }),
      { numRuns: 60 },
    );
  });

  it("is text without escape sequences and without commands of a runner", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const out = await planned("text", text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(out).not.toMatch(/^\s*::[a-z]/m);
        expect(out).not.toMatch(/##(?:\[|vso\[|teamcity\[)/);
      }),
      { numRuns: 60 },
    );
  });

  it("is a page with no element and no attribute that a plain name has not", async () => {
    const known = elements(await planned("html", plain));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const page = await planned("html", text);
        const names = [...elements(page).keys()].filter(
          (name) => !known.has(name) && !/^@?(class|title|ul|li|p)$/.test(name),
        );
        expect(names).toEqual([]);
        expect(page).not.toMatch(/<script/i);
      }),
      { numRuns: 60 },
    );
  });

  it("is a diagram whose lines are its own: no directive, no click, no markup", async () => {
    const kinds = new Set(shape(await planned("mermaid", plain)));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const diagram = await planned("mermaid", text);
        for (const kind of shape(diagram))
          expect(kinds.has(kind) || /^(Note|note|title)$/.test(kind), `${kind}\n${diagram}`).toBe(true);
        expect(diagram).not.toMatch(/%%\{|^\s*click |<\/?[a-z](?!r\/>)/im);
      }),
      { numRuns: 60 },
    );
  });
});
