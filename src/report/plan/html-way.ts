import type { ClaimWay, RefusedClaim, RefusedUpdate } from "../../plan/plan-types.ts";
import type { WayThrough } from "../../plan/way-types.ts";
import { printableXml as escaped } from "../printable.ts";
import { commands, list, part } from "./html-parts.ts";
import {
  besidesTexts,
  changeText,
  claimTitle,
  refusedClaimText,
  wayClaimLines,
  wayRestartLines,
} from "./way-wording.ts";
import { refusalTexts } from "./wording.ts";

/** The server's words, what may not change, and each way through, the first one open. */
export function refusedPart(refused: RefusedUpdate): string {
  const words = refusalTexts(refused)
    .map((text) => `<pre class="refused">${escaped(text)}</pre>`)
    .join("\n");
  const changes = refused.changes.map((change) => `<li><code>${escaped(changeText(change))}</code></li>`).join("");
  return `${part("Refused", words)}
${part("What may not change", changes === "" ? "" : `<ul>${changes}</ul>`)}
${part("Refused, too", list("warnings", besidesTexts(refused)))}
${refused.waysThrough.map(wayPart).join("\n")}`;
}

/** A claim of the manifests whose update is refused. */
export function refusedClaimSection(claim: RefusedClaim): string {
  const ways = claim.waysThrough.map(
    ({ summary, steps }, index) =>
      `<details class="way"${index === 0 ? " open" : ""}><summary>Way through ${index + 1}: ${escaped(summary)}</summary>
<ol>${steps.map(stepPart).join("\n")}</ol></details>`,
  );
  return `<section><h2>${escaped(claimTitle(claim))}${claim.source === undefined ? "" : ` <small>${escaped(claim.source)}</small>`}</h2>
<p class="outcome refused">${escaped(refusedClaimText(claim))}</p>
${refusedPart({ ...claim, waysThrough: [] })}
${ways.join("\n")}</section>
`;
}

function wayPart(way: WayThrough, index: number): string {
  return `<details class="way"${index === 0 ? " open" : ""}><summary>Way through ${index + 1} (${escaped(way.kind)}): ${escaped(way.summary)}</summary>
${list("facts", wayRestartLines(way))}
${list("warnings", way.warnings)}
${list("facts", wayClaimLines(way))}
<ol>${way.steps.map(stepPart).join("\n")}</ol></details>`;
}

function stepPart(step: ClaimWay["steps"][number]): string {
  const checks = step.checks.map(
    ({ command, expect }) =>
      `${command === undefined ? "" : `<p class="check">Check:</p>${commands([command])}`}<p class="check">Expect: ${escaped(expect)}</p>`,
  );
  return `<li><p>${escaped(step.do)}</p>${commands(step.commands)}
${checks.join("\n")}
<p class="skipped">If skipped: ${escaped(step.ifSkipped)}</p></li>`;
}
