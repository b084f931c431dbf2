/*
 * The syntax of names in Kubernetes. Every check answers with the server's own sentences, none when the name is good.
 * Sources: apimachinery pkg/util/validation/validation.go and pkg/api/validate/content/dns.go.
 */

/** The server's sentences about a value; an empty list where nothing is wrong. */
export type Complaints = readonly string[];

const none: Complaints = [];

const dnsLabel = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const dnsLabelPattern = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const dns1035Label = "[a-z]([-a-z0-9]*[a-z0-9])?";
const dns1035LabelPattern = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const underscoreLabel = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const underscoreLabelPattern = /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

/** The longest name of a DNS label, in bytes. */
export const dnsLabelMaxLength = 63;
/** The longest DNS subdomain, in bytes. */
export const dnsSubdomainMaxLength = 253;

/** How many bytes a text has in UTF-8: the length that Go counts. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/** `must be no more than N characters`, or bytes where the server says so. */
export function tooLongComplaint(max: number, unit: "characters" | "bytes" = "characters"): string {
  return `must be no more than ${max} ${unit}`;
}

/** The sentence for a text that a pattern refuses, with examples (RegexError). */
export function patternComplaint(message: string, pattern: string, ...examples: string[]): string {
  const rule = `regex used for validation is '${pattern}')`;
  if (examples.length === 0) return `${message} (${rule}`;
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(" or ")}${rule}`;
}

/** `must be between LOW and HIGH, inclusive`. */
export function rangeComplaint(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

function everyPart(value: string, pattern: RegExp): boolean {
  return value.split(".").every((part) => pattern.test(part));
}

/** A DNS label after RFC 1123, such as the name of a container or a StatefulSet (IsDNS1123Label). */
export function dnsLabelComplaints(value: string): Complaints {
  if (value.length <= dnsLabelMaxLength && dnsLabelPattern.test(value)) return none;
  const complaints: string[] = [];
  if (byteLength(value) > dnsLabelMaxLength) complaints.push(tooLongComplaint(dnsLabelMaxLength));
  if (dnsLabelPattern.test(value)) return complaints;
  if (everyPart(value, dnsLabelPattern)) complaints.push("must not contain dots");
  else
    complaints.push(
      patternComplaint(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
        dnsLabel,
        "my-name",
        "123-abc",
      ),
    );
  return complaints;
}

/** True for a DNS label after RFC 1123. */
export function isDnsLabel(value: string): boolean {
  return dnsLabelComplaints(value).length === 0;
}

/** A DNS label after RFC 1035, which starts with a letter: a Service's name before 1.36 (IsDNS1035Label). */
export function dns1035LabelComplaints(value: string): Complaints {
  if (value.length <= dnsLabelMaxLength && dns1035LabelPattern.test(value)) return none;
  const complaints: string[] = [];
  if (byteLength(value) > dnsLabelMaxLength) complaints.push(tooLongComplaint(dnsLabelMaxLength));
  if (!dns1035LabelPattern.test(value))
    complaints.push(
      patternComplaint(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        dns1035Label,
        "my-name",
        "abc-123",
      ),
    );
  return complaints;
}

/** A DNS subdomain, such as the name of most objects (IsDNS1123Subdomain). */
export function dnsSubdomainComplaints(value: string, unit: "characters" | "bytes" = "characters"): Complaints {
  const formed = everyPart(value, dnsLabelPattern);
  if (formed && value.length <= dnsSubdomainMaxLength) return none;
  const complaints: string[] = [];
  if (byteLength(value) > dnsSubdomainMaxLength) complaints.push(tooLongComplaint(dnsSubdomainMaxLength, unit));
  if (!formed)
    complaints.push(
      patternComplaint(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        `${dnsLabel}(\\.${dnsLabel})*`,
        "example.com",
      ),
    );
  return complaints;
}

/** True for a DNS subdomain. */
export function isDnsSubdomain(value: string): boolean {
  return dnsSubdomainComplaints(value).length === 0;
}

/** A DNS subdomain that may hold underscores: a search domain (IsDNS1123SubdomainWithUnderscore). */
export function dnsSubdomainWithUnderscoreComplaints(value: string): Complaints {
  const formed = everyPart(value, underscoreLabelPattern);
  if (formed && value.length <= dnsSubdomainMaxLength) return none;
  const complaints: string[] = [];
  if (byteLength(value) > dnsSubdomainMaxLength) complaints.push(tooLongComplaint(dnsSubdomainMaxLength));
  if (!formed)
    complaints.push(
      patternComplaint(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
        `${underscoreLabel}(\\.${underscoreLabel})*`,
        "example.com",
      ),
    );
  return complaints;
}

/** The name of a port: at most 15 characters with at least one letter (IsValidPortName). */
export function portNameComplaints(value: string): Complaints {
  const complaints: string[] = [];
  if (byteLength(value) > 15) complaints.push(tooLongComplaint(15));
  if (!/^[-a-z0-9]+$/.test(value))
    complaints.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(value)) complaints.push("must contain at least one letter (a-z)");
  if (value.includes("--")) complaints.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) complaints.push("must not begin or end with a hyphen");
  return complaints;
}

/** True for a good port name. */
export function isPortName(value: string): boolean {
  return portNameComplaints(value).length === 0;
}

/** A port number from 1 to 65535 (IsValidPortNum). */
export function portNumberComplaints(value: number): Complaints {
  return value >= 1 && value <= 65535 ? none : [rangeComplaint(1, 65535)];
}

function parentFolderComplaints(value: string): Complaints {
  if (value === ".") return ["must not be '.'"];
  if (value === "..") return ["must not be '..'"];
  return value.startsWith("..") ? ["must not start with '..'"] : none;
}

/** A key of a ConfigMap or a Secret (IsConfigMapKey). */
export function configKeyComplaints(value: string): Complaints {
  const complaints: string[] = [];
  if (byteLength(value) > dnsSubdomainMaxLength) complaints.push(tooLongComplaint(dnsSubdomainMaxLength));
  if (!/^[-._a-zA-Z0-9]+$/.test(value))
    complaints.push(
      patternComplaint(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        "[-._a-zA-Z0-9]+",
        "key.name",
        "KEY_NAME",
        "key-name",
      ),
    );
  complaints.push(...parentFolderComplaints(value));
  return complaints;
}

/**
 * The name of an environment variable. Since 1.32 any printable ASCII but `=` goes (`relaxed`, IsRelaxedEnvVarName;
 * before IsEnvVarName).
 */
export function environmentNameComplaints(value: string, relaxed: boolean): Complaints {
  if (!relaxed) {
    const complaints: string[] = [];
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value))
      complaints.push(
        patternComplaint(
          "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
          "[-._a-zA-Z][-._a-zA-Z0-9]*",
          "my.env-name",
          "MY_ENV.NAME",
          "MyEnvName1",
        ),
      );
    complaints.push(...parentFolderComplaints(value));
    return complaints;
  }
  if (value === "") return ["environment variable name must be non-empty"];
  if (/^[ -<>-~]*$/.test(value)) return none;
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** The name of an HTTP header in a probe (IsHTTPHeaderName). */
export function headerNameComplaints(value: string): Complaints {
  if (/^[-A-Za-z0-9]+$/.test(value)) return none;
  return [
    patternComplaint(
      "a valid HTTP header must consist of alphanumeric characters or '-'",
      "[-A-Za-z0-9]+",
      "X-Header-Name",
    ),
  ];
}

/** A name that can stand in a URL's path (IsPathSegmentName). */
export function pathSegmentComplaints(value: string): Complaints {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
}

/** A name that is checked as the beginning of one: a dash at its end is let pass (maskTrailingDash). */
export function maskedTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}
