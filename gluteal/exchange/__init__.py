"""A case and its result in the forms of other systems.

In come a case and the tables; out go FHIR bundles and phenopackets, and cases come back. It knows
no screen and sends nothing.
"""

__all__: list[str] = []
