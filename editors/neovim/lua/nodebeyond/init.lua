-- Settings of the plugin, and the way in for those who do not use vim.lsp.enable().
local M = {}

---@class nodebeyond.Options
---@field binary? string     the program to start, wherever it is; otherwise it is looked for
---@field project? boolean   whether a program that the project has installed may be started (default true)
---@field settings? table    what the server can be set: bookUrl, scope

--- What the user asked for; everything has a default. vim.g.nodebeyond holds it, so that it can be set before anything is loaded.
---@return nodebeyond.Options
function M.options()
  return vim.tbl_extend("keep", vim.g.nodebeyond or {}, { project = true, settings = {} })
end

--- Starts the server for files of JavaScript and TypeScript from now on, in every Neovim from 0.10.
---@param options? nodebeyond.Options
function M.setup(options)
  if options then
    vim.g.nodebeyond = options
  end
  if vim.lsp.enable then
    vim.lsp.enable("nodebeyond")
    return
  end
  local client = require("nodebeyond.client")
  vim.api.nvim_create_autocmd("FileType", {
    group = vim.api.nvim_create_augroup("nodebeyond", { clear = true }),
    pattern = client.filetypes,
    callback = function(event)
      client.start(event.buf)
    end,
  })
  -- A lazy setup may come behind the first files.
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    client.start(buf)
  end
end

return M
