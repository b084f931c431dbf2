/*
 * IP addresses and ranges as Kubernetes' older fields read them.
 * Source: apimachinery pkg/util/validation/ip.go; Go's net.ParseIP and netip.ParseAddr; k8s.io/utils/net.
 */

/** An address, in the form that Go's net/netip prints it. */
export interface IpAddress {
  readonly family: 4 | 6;
  /** 4 or 16 bytes. */
  readonly bytes: readonly number[];
  /** The parts of an IPv4 address had leading zeros, which only the older reading lets pass. */
  readonly hasLeadingZeros: boolean;
  /** `::ffff:1.2.3.4`: an IPv4 address written as IPv6. */
  readonly isMapped: boolean;
}

function parseV4(text: string): { bytes: number[]; zeros: boolean } | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  let zeros = false;
  for (const part of parts) {
    if (!/^\d+$/.test(part)) return undefined;
    const value = Number(part);
    if (value > 255) return undefined;
    if (part.length > 1 && part.startsWith("0")) zeros = true;
    bytes.push(value);
  }
  return { bytes, zeros };
}

/** Reads an address; undefined for anything else. Zones are no part of it. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > 100) return undefined;
  if (!text.includes(":")) {
    const v4 = parseV4(text);
    return v4 && { family: 4, bytes: v4.bytes, hasLeadingZeros: v4.zeros, isMapped: false };
  }
  let rest = text;
  let tail: number[] = [];
  let zeros = false;
  const dot = rest.lastIndexOf(":");
  if (rest.includes(".")) {
    const v4 = parseV4(rest.slice(dot + 1));
    if (v4 === undefined) return undefined;
    tail = v4.bytes;
    zeros = v4.zeros;
    rest = rest.slice(0, dot);
    if (rest.endsWith(":")) rest += ":";
    else if (rest === "") return undefined;
  }
  const halves = rest.split("::");
  if (halves.length > 2) return undefined;
  const groupsOf = (half: string | undefined): number[] | undefined => {
    if (half === undefined || half === "") return [];
    const groups = half.split(":");
    if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
    return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
  };
  const head = groupsOf(halves[0]);
  const end = groupsOf(halves[1]);
  if (head === undefined || end === undefined) return undefined;
  const missing = 16 - head.length - end.length - tail.length;
  if (halves.length === 1 ? missing !== 0 || halves[0] === "" : missing < 2) return undefined;
  const bytes = [...head, ...Array.from({ length: missing }, () => 0), ...end, ...tail];
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return { family: isMapped ? 4 : 6, bytes: isMapped ? bytes.slice(12) : bytes, hasLeadingZeros: zeros, isMapped };
}

/** The address as Go prints it: IPv6 compressed, in lower case (RFC 5952). */
export function formatIpAddress({ family, bytes }: IpAddress): string {
  if (family === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > length) {
      start = i;
      length = run;
    }
    i += run;
  }
  const text = (part: number[]): string => part.map((group) => group.toString(16)).join(":");
  if (start < 0) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

/** What the server says against an address (IsValidIPForLegacyField); `strict` since 1.36 (StrictIPCIDRValidation). */
export function ipAddressComplaints(text: string, strict: boolean): string[] {
  const address = parseIpAddress(text);
  if (address === undefined) return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"];
  if (!strict) return [];
  const complaints: string[] = [];
  if (address.hasLeadingZeros) complaints.push("must not have leading 0s");
  if (address.isMapped) complaints.push("must not be an IPv4-mapped IPv6 address");
  return complaints;
}

/** What the server says against a range `10.0.0.0/8` (IsValidCIDRForLegacyField). */
export function ipRangeComplaints(text: string, strict: boolean): string[] {
  const slash = text.indexOf("/");
  const address = slash < 0 ? undefined : parseIpAddress(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  const wide = address === undefined ? 0 : address.family === 4 && !address.isMapped ? 32 : 128;
  if (address === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > wide)
    return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"];
  if (!strict) return [];
  if (address.hasLeadingZeros || (bits.length > 1 && bits.startsWith("0")))
    return ["must not have leading 0s in IP or prefix length"];
  if (address.isMapped) return ["must not have an IPv4-mapped IPv6 address"];
  const masked = formatIpAddress(maskedAddress(address, Number(bits)));
  return masked === formatIpAddress(address) ? [] : ["must not have bits set beyond the prefix length"];
}

/** The first address of the range that an address and a number of leading bits name. */
export function maskedAddress(address: IpAddress, bits: number): IpAddress {
  const bytes = address.bytes.map((byte, i) => {
    const kept = Math.min(8, Math.max(0, bits - 8 * i));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return { ...address, bytes };
}

/** Addresses that no endpoint can have (ValidateEndpointIP). */
export function endpointAddressComplaints(text: string): string[] {
  const address = parseIpAddress(text);
  if (address === undefined) return ["must be a valid IP address"];
  const { family, bytes } = address;
  const [first = 0, second = 0] = bytes;
  const complaints: string[] = [];
  if (bytes.every((byte) => byte === 0)) complaints.push(`may not be unspecified (${text})`);
  const isLoopback = family === 4 ? first === 127 : bytes.every((byte, i) => byte === (i === 15 ? 1 : 0));
  if (isLoopback) complaints.push("may not be in the loopback range (127.0.0.0/8, ::1/128)");
  if (family === 4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80)
    complaints.push("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
  if (family === 4 ? first === 224 && second === 0 && bytes[2] === 0 : first === 0xff && (second & 0x0f) === 2)
    complaints.push("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
  return complaints;
}
