FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE ./
COPY src/main src/main
COPY conf conf
# The format is checked where the tests are run; the tests are not in the image's build.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="RAC provider server" \
      org.opencontainers.image.description="authentik's RAC-provider API over PostgreSQL, on Vert.x" \
      org.opencontainers.image.licenses="MIT"

COPY --from=build --chmod=0444 /build/target/rac-provider-server.jar /app/rac-provider-server.jar
COPY --chmod=0555 src/main/docker/healthcheck /app/healthcheck

USER 10001:10001
WORKDIR /app
EXPOSE 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/app/healthcheck"]
# For 256 MiB: heap 96, metaspace 64, direct buffers 32, code 24, and the rest for threads and the
# JVM itself. More can be given with JAVA_TOOL_OPTIONS. Only /tmp is written to.
ENTRYPOINT ["java", \
  "-XX:+UseSerialGC", "-Xmx96m", "-XX:MaxMetaspaceSize=64m", "-XX:MaxDirectMemorySize=32m", \
  "-XX:ReservedCodeCacheSize=24m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError", \
  "-Dvertx.cacheDirBase=/tmp/vertx", \
  "-jar", "/app/rac-provider-server.jar"]
