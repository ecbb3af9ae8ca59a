# syntax=docker/dockerfile:1

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements/build.txt requirements/build.txt
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements/build.txt
COPY pyproject.toml ./
COPY forumapp forumapp
COPY templates templates
COPY migrations migrations
COPY tools/catalogues.py tools/
RUN python tools/catalogues.py --compile
RUN pip wheel --no-cache-dir --no-build-isolation --no-deps --wheel-dir /wheels .

FROM python:3.12-slim-bookworm
# The first line of packages shapes text for PDF, the second is the fonts for it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/run.txt /tmp/run.txt
RUN pip install --no-cache-dir --require-hashes --no-deps -r /tmp/run.txt && rm /tmp/run.txt
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --no-deps /wheels/*.whl && rm -r /wheels

RUN useradd --system --uid 10001 --home-dir /var/lib/forumapp --create-home forumapp
USER forumapp
WORKDIR /var/lib/forumapp
ENV FORUMAPP_ENV=production \
    FORUMAPP_INSTANCE=/var/lib/forumapp \
    HOST=0.0.0.0 \
    PORT=8000 \
    PYTHONUNBUFFERED=1
VOLUME /var/lib/forumapp
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["forumapp", "run"]
