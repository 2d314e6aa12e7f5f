"""The subcommands of `symbiosis`, one module each; `symbiosis.cli` lists them."""
