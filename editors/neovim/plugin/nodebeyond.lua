-- Defines the command, and nothing else: what it does is loaded when it is used.
if vim.g.loaded_nodebeyond then
  return
end
vim.g.loaded_nodebeyond = true

vim.api.nvim_create_user_command("Nodebeyond", function(args)
  require("nodebeyond.commands").run(args)
end, {
  nargs = "*",
  desc = "What nodebeyond knows beside its diagnostics",
  complete = function(lead, line)
    return require("nodebeyond.commands").complete(lead, line)
  end,
})
