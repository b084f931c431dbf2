import { describe, expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";
import { helm3Patch } from "../../src/admission/helm3-patch.ts";
import { stored } from "../../src/admission/stored.ts";
import { applyFile, applyRows } from "./apply-rows.ts";
import { canonical, corrected } from "./json-patch.ts";

/** Addresses that a server picked are masked in the table. */
function masked(value: unknown): string {
  return canonical(value).replace(/"10\.96\.\d+\.\d+"/g, '"IP"');
}

describe.skipIf(applyFile === undefined)(
  "what a server answers to server-side apply (shared/conformance/apply)",
  () => {
    test("reading an apply as a typed patch refuses what the server refuses, in its words", () => {
      const wrong: string[] = [];
      let refused = 0;
      let right = 0;
      let passed = 0;
      for (const { id, steps, answers } of applyRows())
        for (const [i, step] of steps.entries()) {
          if (step.do !== "apply" || step.manifest === undefined || step.text !== undefined) continue;
          const message = answers[i]?.message ?? "";
          const theirs = /^failed to create typed patch object \(.*?\): ([\s\S]*)$/.exec(message)?.[1];
          const lines = theirs?.startsWith("errors:\n")
            ? theirs
                .slice(8)
                .split("\n")
                .map((line) => line.trim())
            : theirs && [theirs];
          const mine = admit(step.manifest, { apply: "server" }).typed ?? [];
          if (lines) refused++;
          else passed++;
          if (mine.join("\n") === (lines ? lines.join("\n") : "")) {
            if (lines) right++;
          } else wrong.push(`${id} ${i}: ${mine.join(" | ")} / ${lines ? lines.join(" | ") : "accepted"}`);
        }
      console.log(
        `typed patches: ${right} of ${refused} refusals word for word; ${passed} applies are not refused for it`,
      );
      expect(wrong).toEqual([]);
    });

    test("Helm 3 sends what it sends, and makes of the live object what it becomes", () => {
      const wrong: string[] = [];
      let sent = 0;
      let watched = 0;
      let asked = 0;
      for (const { id, steps, answers } of applyRows()) {
        if (!steps.some((step) => step.do === "helm3")) continue;
        let live: object = {};
        for (const [i, step] of steps.entries()) {
          const answer = answers[i];
          if (answer === undefined || step.manifest === undefined) {
            live = corrected(live, answer?.live);
            continue;
          }
          if (step.do === "helm3") {
            asked++;
            const { sends, result, failed } = helm3Patch(steps[step.old ?? 0]?.manifest ?? {}, step.manifest, live);
            const isRight =
              answer.client !== undefined ? failed === answer.client : masked(sends) === masked(answer.sends);
            if (isRight) sent++;
            else wrong.push(`${id} ${i} sends ${failed ?? masked(sends)} / ${answer.client ?? masked(answer.sends)}`);
            if (answer.accepted) {
              const seen = Object.entries(answer.live ?? {}).filter(([path, value]) => {
                const at =
                  path
                    .split("/")
                    .slice(1)
                    .reduce<unknown>(
                      (node, key) => (node as Record<string, unknown> | undefined | null)?.[key.replaceAll("~1", "/")],
                      result,
                    ) ?? null;
                return masked(at) !== masked(value) && value !== "IP" && value !== "PORT" && masked(value) !== '["IP"]';
              });
              if (seen.length === 0) watched++;
              else wrong.push(`${id} ${i} live ${JSON.stringify(result)} / ${JSON.stringify(seen)}`);
              live = result ?? live;
            } else watched++;
          } else if (answer.accepted && (step.do === "create" || step.do === "update" || step.do === "apply"))
            live = stored(step.manifest);
          live = corrected(live, answer.live);
        }
      }
      console.log(`helm 3: ${sent} of ${asked} patches, ${watched} of ${asked} live objects`);
      expect(wrong.map((line) => line.slice(0, 900))).toEqual([]);
    });
  },
);
