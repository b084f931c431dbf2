/*
 * A HorizontalPodAutoscaler of autoscaling/v1, which the server turns into its newer form before it looks at it.
 * Source: pkg/apis/autoscaling/v1/conversion.go and defaults.go.
 */
import { checkAutoscaler, checkAutoscalerUpdate } from "./autoscaler.ts";
import type { FieldReview } from "./field-review.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerV1 } from "./kubernetes.generated.ts";

/** Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler, with the defaults of v1. */
function converted({ metadata, spec = {} }: HorizontalPodAutoscalerV1): HorizontalPodAutoscaler {
  const { targetCPUUtilizationPercentage: target = 80, minReplicas = 1, maxReplicas, scaleTargetRef } = spec;
  return {
    ...(metadata === undefined ? {} : { metadata }),
    spec: {
      minReplicas,
      ...(maxReplicas === undefined ? {} : { maxReplicas }),
      ...(scaleTargetRef === undefined ? {} : { scaleTargetRef }),
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: target } } },
      ],
    },
  };
}

/** As autoscaling/v2 on create. */
export function checkAutoscalerV1(review: FieldReview, autoscaler: HorizontalPodAutoscalerV1): void {
  checkAutoscaler(review, converted(autoscaler));
}

/** As autoscaling/v2 on update. */
export function checkAutoscalerV1Update(
  review: FieldReview,
  autoscaler: HorizontalPodAutoscalerV1,
  old: HorizontalPodAutoscalerV1,
): void {
  checkAutoscalerUpdate(review, converted(autoscaler), converted(old));
}
