# This folder's lpauth as an image: one static binary and the certificates that browsers trust, no shell, and not root.
#
#   docker build --tag=lpauth .
#   docker run --rm --volume "$PWD:/work" --user "$(id -u):$(id -g)" lpauth conformance --brand acmebank
#
# `--target shell` adds a shell, for CI servers that run their scripts inside the image. docs/ci.md has more.

ARG RUST=1.95
FROM docker.io/library/rust:${RUST}-slim-bookworm AS build
ARG PROFILE=release
RUN apt-get update \
    && apt-get install --yes --no-install-recommends musl-tools \
    && rustup target add "$(uname -m)-unknown-linux-musl"
WORKDIR /src
COPY . .
RUN release/program . "$(uname -m)-unknown-linux-musl" /out --profile "$PROFILE"

FROM docker.io/library/busybox:1-musl AS shell
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/bin/lpauth /bin/lpauth
USER 65532:65532
WORKDIR /work
CMD ["sh"]

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/bin/lpauth /lpauth
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/lpauth"]
