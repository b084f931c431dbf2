/*
 * Addresses in a form that is let pass but not liked.
 * Source: apimachinery pkg/util/validation/ip.go (GetWarningsForIP, GetWarningsForCIDR).
 */
import type { Minor } from "../model/kubernetes-version.ts";
import { quoted } from "./field-review.ts";
import { formatIpAddress, maskedAddress, parseIpAddress } from "./ip-address.ts";

/** What is let pass was to become invalid, by the words of 1.33 to 1.35. */
function isInvalid(minor: Minor): string {
  return minor >= 36 ? "is invalid" : "will be considered invalid in a future Kubernetes release";
}

/** GetWarningsForIP (1.33+). */
export function addressWarnings(at: string, text: string, minor: Minor): string[] {
  const address = parseIpAddress(text);
  if (address === undefined) return [];
  const canonical = formatIpAddress(address);
  if (address.hasLeadingZeros || address.isMapped)
    return [`${at}: non-standard IP address ${quoted(text)} ${isInvalid(minor)}: use ${quoted(canonical)}`];
  if (address.family === 6 && canonical !== text)
    return [`${at}: IPv6 address ${quoted(text)} should be in RFC 5952 canonical format (${quoted(canonical)})`];
  return [];
}

/** GetWarningsForCIDR (1.33+). */
export function rangeWarnings(at: string, text: string, minor: Minor): string[] {
  const [given = "", bits = ""] = text.split("/");
  const address = parseIpAddress(given);
  if (address === undefined) return [];
  const canonical = formatIpAddress(address);
  const masked = formatIpAddress(maskedAddress(address, Number(bits)));
  const wide = address.family === 4 ? 32 : 128;
  const warnings: string[] = [];
  if (masked !== canonical)
    warnings.push(
      `${at}: CIDR value ${quoted(text)} is ambiguous in this context (should be ${quoted(`${masked}/${Number(bits)}`)} or ${quoted(`${canonical}/${wide}`)}?)`,
    );
  if (address.hasLeadingZeros || address.isMapped || String(Number(bits)) !== bits)
    warnings.push(
      `${at}: non-standard CIDR value ${quoted(text)} ${isInvalid(minor)}: use ${quoted(`${masked}/${Number(bits)}`)}`,
    );
  if (warnings.length === 0 && address.family === 6 && `${canonical}/${bits}` !== text)
    warnings.push(
      `${at}: IPv6 CIDR value ${quoted(text)} should be in RFC 5952 canonical format (${quoted(`${canonical}/${bits}`)})`,
    );
  return warnings;
}

/** What the server before 1.33 said of the same (getWarningsForIP of pkg/api/service/warnings.go). */
export function olderAddressWarnings(at: string, text: string): string[] {
  const address = parseIpAddress(text);
  if (address === undefined) return [];
  if (address.hasLeadingZeros)
    return [
      `${at}: IP address was accepted, but will be invalid in a future Kubernetes release: ParseAddr(${quoted(text)}): IPv4 field has octet with leading zero`,
    ];
  const canonical = address.isMapped ? `::ffff:${formatIpAddress(address)}` : formatIpAddress(address);
  if (text.includes(":") && canonical !== text)
    return [
      `${at}: IPv6 address ${quoted(text)} is not in RFC 5952 canonical format (${quoted(canonical)}), which may cause controller apply-loops`,
    ];
  return [];
}
