# The product alone: no sandbox, no embedded database, no compiler. docs/operations.md says how to run it.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional
COPY . .
RUN npm run build && rm -rf dist/sandbox

FROM node:24-bookworm-slim AS production-packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are the embedded PostgreSQL: production brings its own.
RUN npm ci --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=production-packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY appeals ./appeals
COPY src/web/assets ./src/web/assets
USER node
EXPOSE 3000
# Not bin/everypenny.js: it builds from sources, and there are none here.
ENTRYPOINT ["node", "dist/src/cli.js"]
CMD ["serve"]
