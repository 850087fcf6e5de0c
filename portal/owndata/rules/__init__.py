"""Pure parts of own data: values, lines, tables for people, and archives that may be hostile."""
