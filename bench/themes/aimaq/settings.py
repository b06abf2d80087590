# What Aimaq adds to the settings of stock Pelican
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["support", "indicators", "incremental"]
INCREMENTAL_TRANSFORM = "indicators.transform:load"
INDICATORS_PATH = "content/data/indicators.json"
INDICATORS_PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
INDICATORS_TODAY = "2026-06-01"
