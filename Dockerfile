FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml LICENSE ./
COPY src/main src/main
COPY conf conf
# The build of the image runs neither the format check nor the tests.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode -Dmaven.test.skip=true -Dspotless.check.skip=true package
# The Java modules that the server and its libraries use. Hazelcast uses jdk.naming.dns in
# Kubernetes.
RUN jlink --output /java --compress zip-6 --no-header-files --no-man-pages --add-modules \
java.management,java.naming,java.net.http,java.security.jgss,java.sql,\
jdk.jfr,jdk.management,jdk.naming.dns,jdk.unsupported
# Netty's epoll library. It cannot be unpacked at run time if /tmp is mounted noexec.
WORKDIR /native
RUN jar --extract --file /build/target/rac-provider-server.jar META-INF/native

# The files of the run image: the C library, and BusyBox for the health check. There is no package
# manager, but the package metadata that scanners read. Java does not need the library's gconv.
FROM debian:13-slim AS base
WORKDIR /packages
RUN apt-get update && apt-get download base-files busybox-static libc6
RUN mkdir -p /base/var/lib/dpkg/status.d && \
    for package in *.deb; do \
      dpkg-deb --extract "$package" /base && \
      dpkg-deb --field "$package" > "/base/var/lib/dpkg/status.d/${package%%_*}" || exit 1; \
    done && \
    rm -r /base/usr/lib/*/gconv && \
    echo 'rac:x:10001:10001::/:/bin/false' > /base/etc/passwd && \
    echo 'rac:x:10001:' > /base/etc/group

FROM debian:13-slim AS training
RUN apt-get update && \
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      curl openssl postgresql wrk
COPY --from=build /java /opt/java
COPY --from=build --chmod=0444 /build/target/rac-provider-server.jar /app/rac-provider-server.jar
COPY --from=build /native/META-INF/native /app/native
COPY --chmod=0444 src/main/docker/*.options conf/reference-data.example.json /app/
COPY --chmod=0555 src/main/docker/train /app/train
USER postgres
RUN PATH="$PATH:/opt/java/bin" /app/train /tmp/rac-provider-server.aot

FROM scratch
COPY --from=base /base /
COPY --from=build /java /opt/java
COPY --from=build /native/META-INF/native /app/native
COPY --chmod=0555 src/main/docker/healthcheck /app/healthcheck
COPY --chmod=0444 src/main/docker/*.options /app/
COPY --from=build --chmod=0444 /build/target/classes/META-INF/sbom/bom.json /app/bom.json
# The JVM uses the cache only with the same Java and the same jar. COPY keeps the jar's timestamp.
COPY --from=build --chmod=0444 /build/target/rac-provider-server.jar /app/rac-provider-server.jar
COPY --from=training --chmod=0444 /tmp/rac-provider-server.aot /app/rac-provider-server.aot

ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="RAC provider server" \
      org.opencontainers.image.description="authentik's RAC-provider API over PostgreSQL, on Vert.x" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.source="$SOURCE"

# MALLOC_ARENA_MAX prevents that each thread gets its own pool of native memory.
ENV LANG=C.UTF-8 MALLOC_ARENA_MAX=2
WORKDIR /app
USER 10001:10001
EXPOSE 9000 9300
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/app/healthcheck"]
# The JVM ignores a cache that does not match.
ENTRYPOINT ["/opt/java/bin/java", "@/app/jvm.options", "@/app/java-25.options", \
  "-XX:AOTCache=/app/rac-provider-server.aot", "-Djava.library.path=/app/native", "-jar", "/app/rac-provider-server.jar"]
