"""Multilingual, printable handouts: articles and gettext catalogs in, accessible PDF leaflets out."""

__version__ = "0.1.0"
