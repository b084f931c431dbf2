# syntax=docker/dockerfile:1
# sts-lint with helm: docker run --rm -v "$PWD:/work" sts-lint chart ./charts/db
ARG NODE_VERSION=22
ARG HELM_VERSION=4.2.4

FROM alpine/helm:${HELM_VERSION} AS helm

FROM node:${NODE_VERSION}-alpine AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run --silent build:cli

FROM node:${NODE_VERSION}-alpine
# git: for --against git:REF. Its version is that of the base image's release, which a pin would break at its next.
# hadolint ignore=DL3018
RUN apk add --no-cache git \
 && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn*
COPY --from=helm /usr/bin/helm /usr/local/bin/helm
COPY --from=build /src/dist/bin /opt/sts-lint/bin
RUN ln -s /opt/sts-lint/bin/sts-lint.cjs /usr/local/bin/sts-lint \
 # What is mounted belongs to somebody else: git reads it all the same.
 && git config --system --add safe.directory '*'
ENV HELM_CACHE_HOME=/tmp/helm/cache HELM_CONFIG_HOME=/tmp/helm/config HELM_DATA_HOME=/tmp/helm/data
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["sts-lint"]
CMD ["--help"]
