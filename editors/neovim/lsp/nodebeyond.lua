-- Neovim 0.11 and newer: with this folder on the runtime path, `vim.lsp.enable("nodebeyond")` is all that is needed. See :help nodebeyond.
return require("nodebeyond.client").config()
