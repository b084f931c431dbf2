/*
 * Ports of one Service that get in each other's way.
 * Source: pkg/apis/core/validation/validation.go (validateService).
 */
import { type FieldReview, quoted } from "./field-review.ts";
import type { ServiceSpec } from "./kubernetes.generated.ts";

/** No node ports of a cluster IP, no port and no node port twice for one protocol. */
export function checkPortsApart(review: FieldReview, { type, ports = [] }: ServiceSpec): void {
  const nodePorts = new Set<string>();
  const numbers = new Set<string>();
  ports.forEach(({ nodePort = 0 }, i) => {
    if (type === "ClusterIP" && nodePort !== 0)
      review.forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'");
  });
  ports.forEach(({ protocol = "", nodePort = 0 }, i) => {
    if (nodePort === 0) return;
    const key = `${protocol}/${nodePort}`;
    if (nodePorts.has(key)) review.duplicate(`spec.ports[${i}].nodePort`, nodePort);
    nodePorts.add(key);
  });
  ports.forEach(({ protocol = "", port = 0 }, i) => {
    const key = `${protocol}/${port}`;
    if (numbers.has(key)) reportDuplicate(review, `spec.ports[${i}]`, protocol, port);
    numbers.add(key);
  });
}

/** The server shows the port as its own structure, which changed in 1.34. */
function reportDuplicate(review: FieldReview, at: string, protocol: string, port: number): void {
  if (review.minor >= 34)
    review.duplicate(at, {
      Name: "",
      Protocol: protocol,
      AppProtocol: null,
      Port: port,
      TargetPort: 0,
      NodePort: 0,
    });
  else
    review.duplicateDump(
      at,
      `core.ServicePort{Name:"", Protocol:${quoted(protocol)}, AppProtocol:(*string)(nil), Port:${port}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`,
    );
}
