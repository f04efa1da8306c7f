-- The program of the project is the one that is started.
local t = dofile(vim.env.NODEBEYOND_EDITORS .. "/test/nvim/check.lua")
local check, wait, equal, contains = t.check, t.wait, t.equal, t.contains

local buf = vim.api.nvim_get_current_buf()
local project = vim.fs.dirname(vim.api.nvim_buf_get_name(buf))

local function client()
  return vim.lsp.get_clients({ name = "nodebeyond", bufnr = buf })[1]
end

check("the findings are there", function()
  wait("findings", function()
    return client() and #vim.diagnostic.get(buf) == 2
  end)
end)

check("the process is the native program that npm installed", function()
  local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
  equal(#children, 1)
  equal(vim.uv.fs_readlink(("/proc/%d/exe"):format(children[1])), project .. "/node_modules/nodebeyond/bin/nodebeyond")
end)

check("checkhealth says so", function()
  vim.cmd("checkhealth nodebeyond")
  contains(t.text(), "nodebeyond 7.8.9, " .. project .. "/node_modules/.bin/nodebeyond, from the project")
end)

check("without the project's programs it is the one on the PATH", function()
  vim.g.nodebeyond = { project = false }
  local path, from = require("nodebeyond.program").find(project)
  equal({ path, from }, { vim.fn.exepath("nodebeyond"), "the PATH" })
end)

check("a program that is named goes before, and one that is none is told", function()
  vim.g.nodebeyond = { binary = vim.fn.exepath("sh") }
  equal({ require("nodebeyond.program").find(project) }, { vim.fn.exepath("sh"), "the settings" })
  vim.g.nodebeyond = { binary = "/none/such" }
  local path, why = require("nodebeyond.program").find(project)
  equal({ path, why }, { nil, "the settings name /none/such, which is no program" })
end)

t.finish()
