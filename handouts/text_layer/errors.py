"""The one exception of the text layer."""


class TextLayerError(Exception):
    """The PDF would not read exactly as its HTML does, or WeasyPrint is not built as this package expects.

    Either way no PDF is handed out: the leaflet fails. The message names the element and what to change, or the private
    name that is missing.
    """
