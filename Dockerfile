# syntax=docker/dockerfile:1
# Kvit with its own Node.js and PostgreSQL, as docs/docker.md describes it.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
# What builds is not needed to run. Without src/, the command takes what is built as it is.
RUN npm run build \
 && npm uninstall --no-save --omit=dev --ignore-scripts --no-audit --no-fund \
      esbuild tailwindcss @tailwindcss/node @tailwindcss/oxide daisyui \
 && mkdir /app \
 && mv bin dist migrations pdf-templates package.json LICENSE node_modules /app/

FROM debian:bookworm-slim
# The user has a name because PostgreSQL asks for one.
RUN groupadd --gid 10001 kvit \
 && useradd --uid 10001 --gid kvit --home-dir /data --no-create-home --shell /usr/sbin/nologin kvit \
 && install --directory --owner=kvit --group=kvit --mode=0711 /data
COPY --from=build /app /app
ENV PATH=/app/node_modules/node/bin:/app/bin:$PATH \
    KVIT_DATA=/data \
    HOST=0.0.0.0 \
    PORT=4000
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/kvit"]
CMD ["start"]
