import json
import sys

from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite

KINDS = {Failure: "failure", Error: "error", Skipped: "skipped"}


def suite_of(suite: TestSuite) -> dict:
    cases = [
        {"name": case.name, "results": [KINDS[type(result)] for result in case.result]}
        for case in suite
    ]
    counts = {"tests": suite.tests, "failures": suite.failures, "errors": suite.errors, "skipped": suite.skipped}
    return {"name": suite.name, **counts, "cases": cases}


xml = JUnitXml.fromfile(sys.argv[1])
json.dump({"name": xml.name, "suites": [suite_of(suite) for suite in xml]}, sys.stdout)
