"""Whether a file is an OpenAPI description: python openapi.py FILE."""

import json
import sys

from openapi_spec_validator import OpenAPIV31SpecValidator

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
wrong = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in OpenAPIV31SpecValidator(document).iter_errors()]
if wrong:
    sys.exit("\n".join(wrong))
print(f"{document['openapi']}, {len(document['paths'])} addresses")
