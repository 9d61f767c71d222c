# docker build -t tatabox . && docker run --rm -v "$PWD":/data tatabox scan genome.fa
FROM node:24-slim AS build
WORKDIR /tatabox
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run --silent build && npm pack --ignore-scripts --silent && mv tatabox-*.tgz /tatabox.tgz

FROM node:24-slim
COPY --from=build /tatabox.tgz /tmp/
RUN npm install --global --ignore-scripts /tmp/tatabox.tgz && rm /tmp/tatabox.tgz
USER node
WORKDIR /data
ENTRYPOINT ["tatabox"]
CMD ["--help"]
