"""A case and its result in the forms of other systems.

In come a case and the tables; out go FHIR bundles and phenopackets, and cases come back. It knows
no screen and sends nothing.
"""

from gluteal.exchange.fhir import to_fhir
from gluteal.exchange.phenopacket import to_phenopacket
from gluteal.exchange.reading import from_fhir
from gluteal.exchange.tables import tables

__all__ = ["from_fhir", "tables", "to_fhir", "to_phenopacket"]
