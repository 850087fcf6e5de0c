"""The Data Engineering Mastery portal: one package, one small Django app for each noun of the domain."""
