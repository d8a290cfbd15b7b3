"""Judges files by a JSON Schema, as an editor would: schema.py SCHEMA FILE...

Prints "good FILE" or "bad FILE: WHERE: WHAT" for each, and ends with 1 when one is bad.
"""
import json
import sys

import jsonschema
import yaml

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
judge = jsonschema.Draft202012Validator(schema)
bad = False
for path in sys.argv[2:]:
    document = yaml.safe_load(open(path, encoding="utf-8"))
    finding = jsonschema.exceptions.best_match(judge.iter_errors(document))
    if finding is None:
        print(f"good {path}")
    else:
        bad = True
        where = "/".join(str(step) for step in finding.absolute_path)
        print(f"bad {path}: {where}: {finding.message[:200]}")
sys.exit(1 if bad else 0)
