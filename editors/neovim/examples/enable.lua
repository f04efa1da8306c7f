vim.lsp.enable("nodebeyond")
