"""The rules of ``truespec lint``, one a file, and the table of them."""

from typing import Final

from truespec.diagnostics import Severity
from truespec.specification.rules import (
    all_of_cycle,
    assumption_empty,
    component_name_invalid,
    description_missing,
    discriminator_mapping,
    enum_duplicate,
    enum_type_mismatch,
    examples,
    header_name_invalid,
    header_reserved,
    keyword_unknown,
    media_type_invalid,
    name_unprintable,
    operation_id_duplicate,
    operation_id_missing,
    parameter_duplicate,
    path_ambiguous,
    path_parameter_undeclared,
    path_parameter_unused,
    pattern_invalid,
    range_empty,
    reference_dynamic,
    reference_siblings,
    references,
    required_property_undeclared,
    response_missing,
    security_scheme_undeclared,
    tag_undeclared,
)
from truespec.specification.rules.rule import Rule

__all__ = ["RULES", "Rule"]

_ERROR: Final = Severity.ERROR
_WARNING: Final = Severity.WARNING

RULES: Final = (
    Rule("ref-unresolved", _ERROR, "Every $ref leads to an object of the kind expected.", references.check),
    Rule("ref-siblings", _WARNING, "Nothing stands beside a $ref that ignores it.", reference_siblings.check),
    Rule("ref-unsupported", _WARNING, "No schema needs $dynamicRef.", reference_dynamic.check),
    Rule("operation-id-duplicate", _ERROR, "No two operations share an operationId.", operation_id_duplicate.check),
    Rule("operation-repeated", _ERROR, "No operation is another one again.", operation_id_duplicate.check_repeated),
    Rule("operation-id-missing", _WARNING, "Every operation has an operationId.", operation_id_missing.check),
    Rule("path-ambiguous", _ERROR, "No two paths match the same requests.", path_ambiguous.check),
    Rule("path-overlapping", _ERROR, "Paths differ in more than names.", path_ambiguous.check_overlapping),
    Rule("path-parameter-undeclared", _ERROR, "Every name in a path is declared.", path_parameter_undeclared.check),
    Rule("path-parameter-unused", _ERROR, "Every path parameter stands in its path.", path_parameter_unused.check),
    Rule("parameter-duplicate", _ERROR, "No parameter is listed twice.", parameter_duplicate.check),
    Rule(
        "parameter-contradiction",
        _ERROR,
        "No parameter is listed with different values.",
        parameter_duplicate.check_contradictions,
    ),
    Rule("component-name-invalid", _ERROR, "Component names are simple.", component_name_invalid.check),
    Rule("header-name-invalid", _ERROR, "Header and cookie names can be sent.", header_name_invalid.check),
    Rule("header-reserved", _WARNING, "No parameter is a header of HTTP itself.", header_reserved.check),
    Rule("media-type-invalid", _ERROR, "The keys of content are media types.", media_type_invalid.check),
    Rule("name-unprintable", _ERROR, "Names hold no control characters.", name_unprintable.check),
    Rule("response-missing", _WARNING, "Every operation has responses.", response_missing.check),
    Rule("security-scheme-undeclared", _ERROR, "Every scheme asked for is declared.", security_scheme_undeclared.check),
    Rule("tag-undeclared", _WARNING, "Every tag used is declared, where tags are.", tag_undeclared.check),
    Rule("keyword-unknown", _WARNING, "Every keyword of a schema means something.", keyword_unknown.check),
    Rule(
        "required-property-undeclared",
        _WARNING,
        "What is required is described.",
        required_property_undeclared.check,
    ),
    Rule("enum-duplicate", _WARNING, "An enum lists a value once.", enum_duplicate.check),
    Rule("enum-type-mismatch", _WARNING, "Enum values are of the schema's type.", enum_type_mismatch.check),
    Rule("range-empty", _ERROR, "No lower bound is above its upper bound.", range_empty.check),
    Rule("pattern-invalid", _ERROR, "Every pattern is a regular expression.", pattern_invalid.check),
    Rule("all-of-cycle", _ERROR, "No schema is composed of itself.", all_of_cycle.check),
    Rule("all-of-too-deep", _ERROR, "Few schemas are composed in one another.", all_of_cycle.check_height),
    Rule("discriminator-mapping", _WARNING, "A discriminator maps to schemas that exist.", discriminator_mapping.check),
    Rule("default-invalid", _WARNING, "Every default keeps to its schema.", examples.check_defaults),
    Rule("example-invalid", _WARNING, "Every example keeps to its schema.", examples.check_examples, samples=True),
    Rule("assumption-empty", _ERROR, "Every assumption says why.", assumption_empty.check, house=True),
    Rule("description-missing", _WARNING, "Everything is described.", description_missing.check, house=True),
)
"""Every rule, in the order in which ``--rules`` prints them."""
