# What Aimaq adds to the settings of stock Pelican
PLUGINS = ["aimaq.indicators", "aimaq.incremental"]
INCREMENTAL_TRANSFORM = "aimaq.newsroom.corrections.fill:load"
INDICATORS_PATH = "content/data/indicators.json"
INDICATORS_PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
INDICATORS_TODAY = "2026-06-01"
