-- Neovim 0.11 and newer: with this folder on the runtime path, `vim.lsp.enable("nodebeyond")` is all that is needed.
return {
  cmd = { "nodebeyond", "lsp" },
  filetypes = { "javascript", "javascriptreact", "typescript", "typescriptreact" },
  root_markers = { "nodebeyond.jsonc", "package.json", ".git" },
}
