import { imageName } from "./known-workload.ts";

/** Software that needs a minute and more for every start, whatever data it keeps. */
export interface SlowStart {
  readonly title: string;
  /** The last part of an image's repository. */
  readonly images: readonly string[];
  readonly sources: readonly string[];
}

/** Servers on the JVM that unpack, build, migrate or index before they open their port. */
function slowStarts(): readonly SlowStart[] {
  return [
    {
      title: "Keycloak",
      images: ["keycloak", "keycloakx", "rhbk-openshift-rhel8"],
      sources: ["https://www.keycloak.org/server/configuration", "https://www.keycloak.org/observability/health"],
    },
    {
      title: "Logstash",
      images: ["logstash", "logstash-oss", "logstash-oss-with-opensearch-output-plugin"],
      sources: ["https://www.elastic.co/docs/reference/logstash/dir-layout"],
    },
    {
      title: "SonarQube",
      images: ["sonarqube"],
      sources: ["https://docs.sonarsource.com/sonarqube-server/server-update-and-maintenance/update/update"],
    },
    {
      title: "Jenkins",
      images: ["jenkins", "jenkins-lts"],
      sources: ["https://www.jenkins.io/doc/book/installing/kubernetes/"],
    },
    {
      title: "Nexus Repository",
      images: ["nexus3", "nexus"],
      sources: ["https://help.sonatype.com/en/sonatype-nexus-repository-system-requirements.html"],
    },
    {
      title: "Artifactory",
      images: ["artifactory-pro", "artifactory-oss", "artifactory-jcr", "artifactory-cpp-ce"],
      sources: ["https://jfrog.com/help/r/jfrog-installation-setup-documentation"],
    },
    {
      title: "Confluence",
      images: ["confluence", "confluence-server"],
      sources: ["https://atlassian.github.io/data-center-helm-charts/userguide/CONFIGURATION/"],
    },
    {
      title: "Jira",
      images: ["jira-software", "jira-core", "jira-servicemanagement"],
      sources: ["https://atlassian.github.io/data-center-helm-charts/userguide/CONFIGURATION/"],
    },
    {
      title: "Bitbucket",
      images: ["bitbucket", "bitbucket-server"],
      sources: ["https://atlassian.github.io/data-center-helm-charts/userguide/CONFIGURATION/"],
    },
  ];
}

let known: readonly SlowStart[] | undefined;

/** What is known of an image's start; undefined where nothing is. */
export function slowStart(image: string): SlowStart | undefined {
  const name = imageName(image);
  known ??= slowStarts();
  return known.find(({ images }) => images.includes(name));
}
