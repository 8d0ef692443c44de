"""Files of the embedded models that come with this package. Licences are in NOTICE."""
