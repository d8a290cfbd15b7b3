"""Reads figures as Prometheus does, and prints them as JSON: python metrics.py FILE."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()
print(json.dumps([
    {
        "name": family.name, "type": family.type, "help": family.documentation,
        "samples": [
            # JSON has no word for what is no number.
            {"name": s.name, "labels": s.labels, "value": s.value if abs(s.value) < 1e300 else 0}
            for s in family.samples
        ],
    }
    for family in text_string_to_metric_families(text)
]))
