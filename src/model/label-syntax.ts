/*
 * The syntax of label keys and label values, in the server's words.
 * Source: apimachinery pkg/api/validate/content/kube.go (IsLabelKey, IsLabelValue).
 */
import { type Minor, newestMinor } from "./kubernetes-version.ts";
import { byteLength, type Complaints, dnsSubdomainComplaints, patternComplaint, tooLongComplaint } from "./names.ts";

const part = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const partPattern = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** The longest label value, and the longest name part of a label key, in bytes. */
export const labelMaxLength = 63;

function nameComplaint(): string {
  return patternComplaint(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    part,
    "MyName",
    "my.name",
    "123-abc",
  );
}

/** What 1.35 and later count in labels, in their own words. */
function unit(minor: Minor): "bytes" | "characters" {
  return minor >= 35 ? "bytes" : "characters";
}

/**
 * A label key, which Kubernetes also calls a qualified name: an optional DNS subdomain and `/`, then a name.
 * The words are those of the given minor, the newest unless set.
 */
export function labelKeyComplaints(key: string, minor: Minor = newestMinor): Complaints {
  const slash = key.indexOf("/");
  const name = slash < 0 ? key : key.slice(slash + 1);
  const complaints: string[] = [];
  if (slash >= 0) {
    if (name.includes("/"))
      return [
        `${minor >= 35 ? "a valid label key" : "a qualified name"} ${nameComplaint()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
      ];
    const prefix = key.slice(0, slash);
    if (prefix === "") complaints.push("prefix part must be non-empty");
    else
      for (const complaint of dnsSubdomainComplaints(prefix, unit(minor))) complaints.push(`prefix part ${complaint}`);
  }
  if (name === "") complaints.push("name part must be non-empty");
  else if (byteLength(name) > labelMaxLength)
    complaints.push(`name part ${tooLongComplaint(labelMaxLength, unit(minor))}`);
  if (!partPattern.test(name)) complaints.push(`name part ${nameComplaint()}`);
  return complaints;
}

/** True for a good label key. */
export function isLabelKey(key: string): boolean {
  return labelKeyComplaints(key).length === 0;
}

/** A label value: empty, or up to 63 characters that begin and end with a letter or a digit. */
export function labelValueComplaints(value: string, minor: Minor = newestMinor): Complaints {
  const complaints: string[] = [];
  if (byteLength(value) > labelMaxLength) complaints.push(tooLongComplaint(labelMaxLength, unit(minor)));
  if (value !== "" && !partPattern.test(value))
    complaints.push(
      patternComplaint(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        `(${part})?`,
        "MyValue",
        "my_value",
        "12345",
      ),
    );
  return complaints;
}

/** True for a good label value. */
export function isLabelValue(value: string): boolean {
  return labelValueComplaints(value).length === 0;
}
