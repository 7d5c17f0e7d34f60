# The page, then one static binary, then a root that holds that binary alone. Each stage is a plain script of
# packaging/container, which works without a container too: `make static`.

FROM node:22-bookworm-slim AS assets
WORKDIR /source
COPY packaging/container/build-assets packaging/container/
COPY assets assets
RUN packaging/container/build-assets /assets

FROM rust:1.95-bookworm AS binary
WORKDIR /source
COPY . .
COPY --from=assets /assets /assets
RUN POSTROOM_ASSETS_DIR=/assets packaging/container/build-static /static
RUN packaging/container/root-tree /static/postroom /root-tree

FROM scratch
# The folder for data must be its owner's; a copy would be root's.
COPY --from=binary --chown=65532:65532 /root-tree /
USER 65532:65532
VOLUME /data
EXPOSE 8080 2525
ENTRYPOINT ["/postroom"]
CMD ["serve", "--data", "/data", "--http", "0.0.0.0:8080", "--smtp", "0.0.0.0:2525"]
