import { defineRule } from "../../src/lint/contract/rule.ts";
import { labels, mapping } from "../../src/model/fields.ts";
import { claimLabels, repeated, withoutLabel } from "./_claim-labels.ts";

const trackingLabel = "argocd.argoproj.io/instance";

export const vctArgocdLabel = defineRule({
  id: "vct-argocd-label",
  category: "storage",
  subject: "StatefulSet",
  summary: "argo CD's tracking label reaches the claims",
  rationale: `Argo CD takes every resource with its tracking label for a part of the application. The claims that a StatefulSet makes get
the labels of the claim template and of selector.matchLabels. They stand in no manifest, so Argo CD finds them superfluous and prunes
them: with the claims goes the data.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "Where Argo CD tracks resources by annotation (the default since 3.0) the label does no harm.",
  references: ["argoproj/argo-cd#3050"],
  messages: {
    template: {
      text: "claim template `{template}` has Argo CD's tracking label `argocd.argoproj.io/instance`: where Argo CD tracks by label, it prunes the claims, and their data is lost",
      help: "leave the label out of the claim template: Argo CD sets its own on what it applies",
    },
    selector: {
      text: "selector.matchLabels has Argo CD's tracking label `argocd.argoproj.io/instance`, which is copied onto every claim: where Argo CD tracks by label, it prunes the claims, and their data is lost",
      help: "select by labels of the chart's own, such as `app.kubernetes.io/name` and `app.kubernetes.io/instance`",
    },
  },
  *check(set) {
    if (set.claimTemplates.length > 0 && labels(mapping(set.spec.selector).matchLabels).has(trackingLabel)) {
      yield {
        message: "selector",
        at: { manifest: set.manifest, path: ["spec", "selector", "matchLabels", trackingLabel] },
      };
    }
    for (const label of claimLabels(set)) {
      if (label.key !== trackingLabel) continue;
      yield {
        message: "template",
        data: { template: label.template },
        at: { manifest: set.manifest, path: label.path },
        related: repeated(set, label),
        fix: withoutLabel(set, label),
      };
    }
  },
});
