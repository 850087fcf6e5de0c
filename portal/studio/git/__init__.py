"""The configured repository: what authors change with Git comes in, what was published goes out.

Optional; without ``GIT_REMOTE`` nothing here does anything. docs/admin/git.md says how to use it.
"""
