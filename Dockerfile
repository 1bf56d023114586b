# A node with the sample agents. For your own: FROM this image, and COPY their jars to /opt/troupe/lib.
#   docker build -t troupe:0.1.0 .

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
# Maven's repository stays in the builder's cache: another build fetches only what is new.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true -pl sample-agents -am package

# Not Alpine: the embedding model and the TLS library of gRPC are native code for glibc.
FROM eclipse-temurin:17-jre
RUN groupadd --gid 10001 troupe && useradd --uid 10001 --gid troupe --no-create-home --shell /usr/sbin/nologin troupe
COPY --from=build /src/sample-agents/target/troupe/lib /opt/troupe/lib
# For whoever is in a container; the node itself is started without a shell, below.
COPY --chmod=755 scripts/troupe-in-image /usr/local/bin/troupe
# A number, since Kubernetes cannot tell whether a name is root's.
USER 10001:10001
WORKDIR /tmp
# For other nodes; for probes, metrics and operators; for HTTP; for workers over gRPC.
EXPOSE 25520 8558 8080 50051
# Probes ask the node itself, see kubernetes/.
HEALTHCHECK NONE
# No shell in between, which would keep SIGTERM from the JVM: a node that hears it hands its agents over first.
# A pod that comes back has another address, so addresses are looked up again soon.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-Dsun.net.inetaddr.ttl=5", "-Dsun.net.inetaddr.negative.ttl=1", "-cp", "/opt/troupe/lib/*", "dev.troupe.node.Main"]
CMD ["node"]
