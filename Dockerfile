# Followthrough as an image: docs/install.md says how to run it. CI runs these very commands, without an engine.
FROM python:3.11-slim-bookworm

# Charts are drawn with matplotlib, which keeps what it knows of fonts: the rest of the image may be read-only.
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    FOLLOWTHROUGH_DATABASE=/data/plan.db \
    FOLLOWTHROUGH_HEALTH_PORT=8310

WORKDIR /app
COPY requirements.txt ./
# pip comes again with sqlite-utils, which needs it for a command of its own that nobody gives here.
RUN python -m venv --without-pip .venv && \
    python -m pip --python .venv/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt && \
    .venv/bin/python -m pip uninstall --yes --quiet pip

COPY LICENSE app.py manifest.yml ./
COPY bot bot
COPY commands commands
COPY storage storage
RUN printf '#!/bin/sh\nPYTHONPATH=/app exec /app/.venv/bin/python -m bot "$@"\n' > .venv/bin/followthrough && \
    chmod 755 .venv/bin/followthrough && \
    .venv/bin/python -m compileall -q app.py bot commands storage

# Whoever may read the volume on the host can be given this number; nobody in the image has a name or a password.
RUN mkdir /data && chown 10001:10001 /data && chmod 700 /data
USER 10001:10001
VOLUME /data

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import http.client, os, sys; line = http.client.HTTPConnection('127.0.0.1', int(os.environ['FOLLOWTHROUGH_HEALTH_PORT']), timeout=5); line.request('GET', '/health'); sys.exit(line.getresponse().status != 200)"]

STOPSIGNAL SIGTERM
CMD ["python", "app.py"]
