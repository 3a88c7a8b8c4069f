"""The state of the groups: what must outlive a restart, behind one protocol that every engine keeps."""
