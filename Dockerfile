# The product with its starter library, on the embedded models: no key and no network needed.
#   docker build -t aerocite .
#   docker run --rm -p 127.0.0.1:7860:7860 -e AEROCITE_ACCESS_KEY=choose-one -v aerocite:/data aerocite
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 AEROCITE_HOME=/data
WORKDIR /app

COPY requirements.txt ./
RUN python -m pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

COPY pyproject.toml README.md LICENSE NOTICE ./
COPY assistant assistant
COPY knowledge knowledge
COPY prompts prompts
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --create-home --uid 1000 aerocite \
    && mkdir /data && chown aerocite:aerocite /data

USER aerocite
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/health', timeout=4)"]
# Listening beyond the container needs AEROCITE_ACCESS_KEY; without it the command stops with one sentence.
CMD ["aerocite", "web", "--starter", "--host", "0.0.0.0"]
