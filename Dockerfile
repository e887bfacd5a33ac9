FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE ./
COPY src/main src/main
COPY conf conf
# The format is checked where the tests are run; the tests are not in the image's build.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode -Dmaven.test.skip=true -Dspotless.check.skip=true package

# The cache fits the jar of this very layer: the JVM compares the file's time.
FROM eclipse-temurin:25-jre AS server
COPY --from=build --chmod=0444 /build/target/rac-provider-server.jar /app/rac-provider-server.jar
COPY --chmod=0444 src/main/docker/jvm.options /app/jvm.options
WORKDIR /app

FROM server AS training
RUN apt-get update && \
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      curl openssl postgresql
COPY --chmod=0444 conf/reference-data.example.json /app/reference-data.example.json
COPY --chmod=0555 src/main/docker/train /app/train
USER postgres
RUN /app/train /tmp/rac-provider-server.aot

FROM server
LABEL org.opencontainers.image.title="RAC provider server" \
      org.opencontainers.image.description="authentik's RAC-provider API over PostgreSQL, on Vert.x" \
      org.opencontainers.image.licenses="MIT"

COPY --chmod=0555 src/main/docker/healthcheck /app/healthcheck
COPY --from=training --chmod=0444 /tmp/rac-provider-server.aot /app/rac-provider-server.aot

USER 10001:10001
EXPOSE 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/app/healthcheck"]
# A cache that does not fit is left aside.
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/rac-provider-server.aot", \
  "-jar", "/app/rac-provider-server.jar"]
