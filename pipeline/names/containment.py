"""Tell whether one place lies in another."""

from gazetteer.place import Place


def lies_in(inner: Place, outer: Place) -> bool:
    """Tell whether *inner* lies in *outer*, a country, division or county, by what the gazetteer says of both."""
    if inner.id == outer.id or inner.country is None or inner.country != outer.country:
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    if outer.kind == "division":
        return (
            inner.kind not in ("country", "division")
            and inner.region is not None
            and inner.region in (outer.name, outer.region)
        )
    return False
