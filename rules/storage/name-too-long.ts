import { defineRule } from "../../src/lint/contract/rule.ts";
import { refusalAt } from "../_shared/refusal-at.ts";
import { longestLabel, longestSafeName } from "../_shared/set-name.ts";

export const nameTooLong = defineRule({
  id: "name-too-long",
  category: "storage",
  subject: "StatefulSet",
  summary: "the StatefulSet's name leaves no room for the revision's hash",
  rationale: `The controller labels each pod with \`controller-revision-hash\`: the set's name, a dash, and a hash that nearly always has nine or
ten digits. A label's value has at most 63 characters, so with a name of more than 52 the pods are refused, and none is ever created.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Up to 61 characters it works while the hash of the pod template happens to be short enough; the next change of the
template makes a new hash.`,
  references: ["kubernetes/kubernetes#64023"],
  messages: {
    chance: {
      text: "the name has {length} characters: unless the hash of the pod template happens to be shorter than usual, the label `controller-revision-hash` gets longer than 63 and the API server refuses every pod",
      help: "shorten the name to 52 characters at most: in Helm, set fullnameOverride or truncate at 52",
    },
    never: {
      text: "the name has {length} characters: with any hash the label `controller-revision-hash` gets longer than 63, and the API server refuses every pod",
      help: "shorten the name to 52 characters at most: in Helm, set fullnameOverride or truncate at 52",
    },
    refused: {
      text: "the name has {length} characters, and the API server refuses a StatefulSet's name of more than 63",
      help: "shorten the name to 52 characters at most: in Helm, set fullnameOverride or truncate at 52",
    },
  },
  *check(set, context) {
    const { length } = set.name;
    if (length <= longestSafeName) return;
    const at = { manifest: set.manifest, path: ["metadata", "name"] };
    const refused = length > longestLabel;
    yield {
      message: refused ? "refused" : length + 2 > longestLabel ? "never" : "chance",
      ...(refused ? { severity: "error" } : {}),
      data: { length },
      at,
      ...(refused ? refusalAt(context, at) : {}),
    };
  },
});
