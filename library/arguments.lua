---@meta
-- Arguments: generated from the description of the API; do not edit.

---Positional arguments from 1, the script at 0, and named ones by name: `--key value` gives `ARGS.key`, a bare `--flag` gives `"true"`.
ARGS = {}
