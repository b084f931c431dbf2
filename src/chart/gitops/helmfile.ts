import { type Fields, filled, has, isMapping, list, mapping, text, texts } from "../../model/fields.ts";
import type { Document } from "../../read/document.ts";
import { HelmfileRelease, releaseName, type Shared, says } from "./helmfile-release.ts";
import type { LeftOut, ReleaseRequest, Requests } from "./release-request.ts";

/** Whether a document without a kind is a helmfile's. */
export function isHelmfile({ header, value }: Document): boolean {
  return header.kind === undefined && isMapping(value) && ["releases", "helmfiles"].some((key) => has(value, key));
}

/**
 * What a helmfile in plain YAML asks for. Go templates are helmfile's to render; environments, bases, other helmfiles and
 * templates of releases are left out, and said.
 */
export function readHelmfile(documents: readonly Document[]): Requests {
  const shared = sharedOf(documents);
  const releases: ReleaseRequest[] = [];
  const leftOut: LeftOut[] = [];
  for (const document of documents) {
    const file = mapping(document.value);
    for (const path of [...ignored.filter((key) => has(file, key)).map((key) => [key]), ...ignoredDefaults(file)])
      leftOut.push({
        resource: { ...releaseName("helmfile"), kind: "Helmfile" },
        location: document.locate(path, "key"),
        why: `\`${path.join(".")}\` of a helmfile ${path.at(-1)?.endsWith("s") ? "are" : "is"} not read: pipe \`helmfile template\` into sts-lint for all of it`,
      });
    for (const [index, release] of list(file.releases).entries()) {
      const one = new HelmfileRelease(document, ["releases", index], mapping(release), shared);
      if (one.isAsked) releases.push(one.request());
      for (const why of one.whys()) leftOut.push({ resource: one.resource, location: one.location, why });
    }
  }
  return { releases, leftOut };
}

const ignored = ["environments", "bases", "helmfiles", "defaultInherit"];

/** Of `helmDefaults` what changes a render, or which chart it is of. */
function ignoredDefaults({ helmDefaults }: Fields): readonly (readonly string[])[] {
  return ["args", "templateArgs", "syncArgs", "postRenderer", "reuseValues", "devel", "enableDNS"]
    .filter((key) => says(mapping(helmDefaults)[key]))
    .map((key) => ["helmDefaults", key]);
}

function sharedOf(documents: readonly Document[]): Shared {
  const all = documents.map(({ value }) => mapping(value));
  const first = (key: string) => all.map((file) => filled(file[key])).find((value) => value !== undefined);
  const repositories = all.flatMap((file) => list(file.repositories).map(mapping));
  return {
    repositories: new Map(repositories.map((one) => [text(one.name) ?? "", one])),
    skipsSchema: all.some((file) => mapping(file.helmDefaults).skipSchemaValidation === true),
    namespace: first("namespace"),
    missingFileHandler: first("missingFileHandler"),
    kubeVersion: first("kubeVersion"),
    apiVersions: all.flatMap((file) => texts(file.apiVersions)),
  };
}
