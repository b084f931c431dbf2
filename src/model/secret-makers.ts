import type { Manifest } from "../read/document.ts";
import { type Fields, filled, isMapping, list, mapping } from "./fields.ts";
import { groupOf, type Kind, kinds } from "./kinds.ts";
import { together } from "./namespace.ts";
import type { Surroundings } from "./workload.ts";

/** A Secret (or ConfigMap) that a controller in the cluster makes of a custom resource of the input. */
export interface MadeSecret {
  readonly maker: Manifest;
  /** What it will hold, where the custom resource lists all of it; else undefined. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Whether the controller keeps the Secret to these keys; others leave what somebody added. */
  readonly isWhole: boolean;
}

/** The custom resources beside `asker` of which controllers make the Secret (or ConfigMap) of that name, or add to it. */
export function madeSecrets(
  release: Surroundings,
  { kind, name }: { readonly kind: string; readonly name: string },
  asker: Manifest,
): readonly MadeSecret[] {
  const makers = release.once(makersByName).get(name) ?? [];
  return makers.filter(({ maker }) => makes(maker, kind) && together(maker, asker));
}

/**
 * Whether a controller makes objects of that kind of a custom resource: Secrets, but for trust-manager's bundles, and ExternalSecrets
 * that ask for another kind (https://external-secrets.io/latest/guides/targeting-custom-resources).
 */
function makes({ kind, value }: Manifest, wanted: string): boolean {
  if (kind === "Bundle") return wanted === "ConfigMap" || wanted === "Secret";
  const asked =
    kind === "ExternalSecret" ? filled(mapping(mapping(mapping(value.spec).target).manifest).kind) : undefined;
  return wanted === (asked ?? "Secret");
}

function makersByName(release: Surroundings): ReadonlyMap<string, readonly MadeSecret[]> {
  const made = new Map<string, MadeSecret[]>();
  for (const kind of kinds) {
    if (kind.makesSecrets === undefined) continue;
    for (const maker of release.ofKind(kind.kind)) {
      for (const name of namesIn(maker, kind)) {
        const one = { maker, keys: keysMade(maker, name), isWhole: kind.kind !== "Certificate" };
        const others = made.get(name);
        if (others === undefined) made.set(name, [one]);
        else others.push(one);
      }
    }
  }
  return made;
}

function namesIn({ name, value }: Manifest, { kind, makesSecrets = [] }: Kind): ReadonlySet<string> {
  const written = makesSecrets.flatMap((path) => textsAt(value, path));
  // Unsealed it has the name of the sealed one, which the template repeats as a rule.
  return new Set(written.length === 0 || kind === "SealedSecret" ? [...written, name] : written);
}

function textsAt(value: unknown, [step, ...rest]: readonly string[]): readonly string[] {
  if (step === undefined) return filled(value) === undefined ? [] : [String(value)];
  if (step === "[]") return list(value).flatMap((item) => textsAt(item, rest));
  return isMapping(value) ? textsAt(value[step], rest) : [];
}

function keysMade({ kind, name: own, apiVersion, value }: Manifest, name: string): ReadonlySet<string> | undefined {
  const spec = mapping(value.spec);
  if (kind === "ExternalSecret" && groupOf(apiVersion) === "external-secrets.io") return ofExternalSecret(spec);
  if (kind === "SealedSecret" && own === name) return ofSealedSecret(spec);
  const isCertificate = kind === "Certificate" && groupOf(apiVersion) === "cert-manager.io";
  return isCertificate && spec.secretName === name ? ofCertificate(spec) : undefined;
}

/** https://external-secrets.io/latest/api/externalsecret/: without a template the Secret holds what `data` lists and what `dataFrom` finds. */
function ofExternalSecret(spec: Fields): ReadonlySet<string> | undefined {
  const { template, creationPolicy } = mapping(spec.target);
  const isOwner = creationPolicy === undefined || creationPolicy === "Owner" || creationPolicy === "Orphan";
  if (!isOwner || template !== undefined || list(spec.dataFrom).length > 0) return undefined;
  return nonEmpty(list(spec.data).map((entry) => mapping(entry).secretKey));
}

/** https://github.com/bitnami-labs/sealed-secrets: the encrypted keys, and those of the template. */
function ofSealedSecret(spec: Fields): ReadonlySet<string> | undefined {
  const template = mapping(spec.template);
  const isPatch = mapping(mapping(template.metadata).annotations)["sealedsecrets.bitnami.com/patch"] !== undefined;
  if (isPatch || spec.data !== undefined) return undefined;
  return nonEmpty([...Object.keys(mapping(spec.encryptedData)), ...Object.keys(mapping(template.data))]);
}

/** https://cert-manager.io/docs/usage/certificate/#target-secret */
function ofCertificate(spec: Fields): ReadonlySet<string> {
  const keys = ["tls.crt", "tls.key", "ca.crt"];
  const { jks, pkcs12 } = mapping(spec.keystores);
  for (const [store, ending] of [
    [jks, "jks"],
    [pkcs12, "p12"],
  ] as const) {
    if (store !== undefined) keys.push(`keystore.${ending}`, `truststore.${ending}`);
  }
  if (list(spec.additionalOutputFormats).length > 0) keys.push("tls-combined.pem", "key.der");
  return new Set(keys);
}

/** The keys, where each is a text and there is one at least. */
function nonEmpty(keys: readonly unknown[]): ReadonlySet<string> | undefined {
  const texts = keys.flatMap((key) => filled(key) ?? []);
  return texts.length === 0 || texts.length < keys.length ? undefined : new Set(texts);
}
