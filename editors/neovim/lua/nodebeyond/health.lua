-- :checkhealth nodebeyond
local M = {}

local health = vim.health

local function run(command)
  local ok, result = pcall(function()
    return vim.system(command, { text = true }):wait(10000)
  end)
  return ok and result or { code = -1, stdout = "", stderr = tostring(result) }
end

-- The lint command reads the settings before it reads anything else, and no file is linted: what it is given is empty.
local function settings(path, root)
  local process = vim.system({ path, "lint", "--stdin-filename", vim.fs.joinpath(root, "health.js") }, { text = true, cwd = root, stdin = "\n" })
  local result = process:wait(10000)
  if result.code == 2 then
    health.error("the settings do not hold:\n" .. vim.trim(result.stderr))
  elseif vim.fn.filereadable(vim.fs.joinpath(root, "nodebeyond.jsonc")) == 1 then
    health.ok("the settings in " .. vim.fs.joinpath(root, "nodebeyond.jsonc") .. " are right")
  else
    health.info("no nodebeyond.jsonc in " .. root .. ": everything is as it comes")
  end
end

function M.check()
  health.start("nodebeyond")
  local version = tostring(vim.version())
  if vim.fn.has("nvim-0.10") == 0 then
    health.error("Neovim " .. version .. " is too old: it has to be 0.10 or newer")
    return
  end
  if vim.lsp.enable then
    health.ok("Neovim " .. version)
  else
    health.ok("Neovim " .. version .. ", which has no vim.lsp.enable(): call require('nodebeyond').setup()")
  end

  local client = require("nodebeyond.client")
  local buf = vim.fn.bufnr("#") > 0 and vim.fn.bufnr("#") or 0
  local clients = vim.lsp.get_clients({ name = "nodebeyond" })
  local root = clients[1] and clients[1].config.root_dir or client.root(buf) or vim.uv.cwd()
  local path, from = require("nodebeyond.program").find(root)
  if not path then
    health.error("no program: " .. from, {
      "in the project: npm install --save-dev nodebeyond",
      "or name it: vim.g.nodebeyond = { binary = '/path/to/nodebeyond' }",
    })
    return
  end
  local answer = run({ path, "--version" })
  if answer.code == 0 then
    health.ok(("%s, %s, from %s"):format(answer.stdout:match("[^\n]*"), path, from))
  else
    health.error(("%s, from %s, does not run: %s"):format(path, from, vim.trim(answer.stderr)))
    return
  end

  for _, c in ipairs(clients) do
    local server = c.server_info or {}
    local buffers = vim.tbl_count(c.attached_buffers or {})
    health.ok(("running for %s: %s, %d buffers, positions in %s"):format(
      c.config.root_dir or "single files", server.version or "of an unknown version", buffers, c.offset_encoding))
    if server.version and not answer.stdout:find(server.version, 1, true) then
      health.warn("another version is installed than the one that runs", { ":Nodebeyond restart" })
    end
  end
  if #clients == 0 then
    health.warn("it is not running", { "open a JavaScript or TypeScript file", "or switch it on: " ..
      (vim.lsp.enable and "vim.lsp.enable('nodebeyond')" or "require('nodebeyond').setup()") })
  end
  settings(path, root)
end

return M
