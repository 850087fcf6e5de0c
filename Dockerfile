# The portal's image, for web, worker and clock alike: docker-compose.yml says which is which.
FROM python:3.13-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
COPY requirements.lock /tmp/
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps \
      -r /tmp/requirements.lock
WORKDIR /app
COPY manage.py ./
COPY portal portal
COPY templates templates
COPY static static
COPY curriculum curriculum
# Names by content, gzip and brotli once, here; the key of the build is of no use to anybody.
RUN SECRET_KEY=only-to-collect-static VAR_DIR=/tmp STATIC_ROOT=/app/static-built \
      /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /venv/bin/python -m compileall -q /app/portal

FROM python:3.13-slim-bookworm
# For GIT_REMOTE alone; without it neither is ever started.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git openssh-client \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 portal \
 && useradd --system --uid 10001 --gid portal --home-dir /data --shell /usr/sbin/nologin portal \
 && install --directory --owner=portal --group=portal /data
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data \
    STATIC_ROOT=/app/static-built \
    LOG_FORMAT=json \
    LOG_LEVEL=INFO
WORKDIR /app
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "-c", "python:portal.config.gunicorn", "--bind", "0.0.0.0:8000", "portal.config.wsgi"]
