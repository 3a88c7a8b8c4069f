# The Discord bot, without notes, data or token: docs/operations.md says how to run it.
ARG PYTHON=3.13-slim

FROM python:${PYTHON} AS build
WORKDIR /src
RUN python -m venv --without-pip /opt/studybot
# What is installed has the hash that the lock names, or nothing is. It changes seldom, so it is a layer of its own.
COPY requirements.lock .
RUN pip --python /opt/studybot/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY knowledge knowledge
RUN pip --python /opt/studybot/bin/python install --no-cache-dir --disable-pip-version-check \
        --no-deps --no-build-isolation .

FROM python:${PYTHON}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin studybot \
    && install -d -o studybot -g studybot -m 700 /data \
    && install -d /notes
COPY --from=build /opt/studybot /opt/studybot
ENV NOTES_DIR=/notes DATA_DIR=/data PYTHONUNBUFFERED=1
VOLUME ["/notes", "/data"]
WORKDIR /data
USER studybot
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/studybot/bin/studybot"]
CMD ["run"]
