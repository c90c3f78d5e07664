# One image for the six apps: the command says which one runs.
#   docker build -t eureka-nest .
#   docker run --init -p 7001:7001 eureka-nest eureka-7001.mjs
ARG BUILD_BASE=node:24-bookworm-slim
ARG BASE=node:24-alpine

FROM ${BUILD_BASE} AS build
WORKDIR /src
ENV CI=true NX_DAEMON=false
COPY . .
RUN npm ci && npx nx bundle && npx nx build eureka-console && node tools/docker/packages.mjs dist/image/node_modules

FROM ${BASE}
WORKDIR /app
COPY --from=build /src/dist/bundle ./
COPY --from=build /src/libs/eureka-console/dist ./console-page/
COPY --from=build /src/dist/image/node_modules ./node_modules/
# The SQLite file goes here where no MySQL is named; all else belongs to root and is only read.
RUN mkdir data && chown 1000:1000 data
USER 1000:1000
ENV NODE_ENV=production HOST=0.0.0.0
# Each app takes itself out of the registry on this signal, then ends.
STOPSIGNAL SIGTERM
# A small young generation (a registry of 10,000 instances takes a quarter less memory, at no CPU), one helper thread of V8.
ENTRYPOINT ["node", "--max-semi-space-size=4", "--v8-pool-size=1"]
CMD ["eureka-7001.mjs"]
