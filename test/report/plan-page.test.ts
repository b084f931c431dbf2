import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { pageStyle } from "../../src/report/plan/page-style.ts";

const file = (name: string) => [
  { name, text: readFileSync(new URL(`../../examples/upgrade/${name}`, import.meta.url), "utf8") },
];
const made = plan(file("next.yaml"), { against: file("now.yaml") });
const page = planHtml(made);

/** The page's text as it was before it was escaped. */
const text = page.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("The page of a refused upgrade", () => {
  test("shows every command, check, expectation and what happens without a step", () => {
    const ways = made.statefulSets.flatMap(({ refused }) => refused?.waysThrough ?? []);
    const steps = ways.flatMap((way) => way.steps);
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) {
      for (const command of [...step.commands, ...step.verify]) expect(text).toContain(`<code>${command}</code>`);
      for (const { expect: shown } of step.checks) expect(text).toContain(`Expect: ${shown}</p>`);
      expect(text).toContain(step.ifSkipped);
    }
    expect(text).toContain("claims kept: data-db-0 and data-db-1");
    expect(text).toContain("not restarted: db-0 and db-1");
  });

  test("runs nothing: one click selects a command by style alone", () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<script|\son[a-z]+=|javascript:/i);
    expect(pageStyle).toMatch(/\.commands code\{[^}]*white-space:pre-wrap;user-select:all/);
  });
});

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("Text can be read in light and dark: at least 4.5 to 1 on what it stands on", () => {
  const schemes = [...pageStyle.matchAll(/:root\{([^}]*)\}/g)].map(
    ([, body = ""]) => new Map([...body.matchAll(/--(\w+):(#[0-9a-f]{3,6})/gi)].map(([, name, hex]) => [name, hex])),
  );
  expect(schemes).toHaveLength(2);
  const pairs = [
    ...["text", "soft", "good", "bad", "warn"].map((name) => [name, "card"]),
    ["text", "code"],
    ["text", "line"],
    ["text", "page"],
    ["soft", "page"],
    ...["r1", "r2", "r3", "r4"].map((name) => ["on", name]),
  ];
  const faint = schemes.flatMap((colours, scheme) =>
    pairs.flatMap(([front = "", back = ""]) => {
      const [one, other] = [colours.get(front), colours.get(back)].map((colour) => luminance(colour ?? ""));
      const contrast = (Math.max(one ?? 0, other ?? 0) + 0.05) / (Math.min(one ?? 0, other ?? 0) + 0.05);
      return contrast >= 4.5 ? [] : [`${scheme === 0 ? "light" : "dark"}: ${front} on ${back} ${contrast.toFixed(2)}`];
    }),
  );
  expect(faint).toEqual([]);
});
