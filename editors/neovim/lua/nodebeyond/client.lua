-- The client: which folder a file belongs to, how the server is started, and that one which broke down is started again.
local M = {}

M.filetypes = { "javascript", "javascriptreact", "typescript", "typescriptreact" }

--- How often the server is started again within how many seconds, before it is left alone.
local again, within = 5, 180

--- The folder whose files are one program: that of the nearest nodebeyond.jsonc; else of the topmost package.json of the repository, because the
--- packages of a workspace use each other; else the repository. Without a repository it is the nearest package.json.
---@param buf integer
---@return string?
function M.root(buf)
  local settings = vim.fs.root(buf, "nodebeyond.jsonc")
  if settings then
    return settings
  end
  local repository = vim.fs.root(buf, ".git")
  local package = vim.fs.root(buf, "package.json")
  if not (repository and package) then
    return package or repository
  end
  local top = nil
  for _, file in ipairs(vim.fs.find("package.json", { path = package, upward = true, stop = vim.fs.dirname(repository), limit = math.huge })) do
    top = vim.fs.dirname(file)
  end
  return top or repository
end

-- Starts of the server that nobody asked for, in seconds of the clock that never goes back.
local restarts = {}

local function revive()
  local now = vim.uv.hrtime() / 1e9
  restarts = vim.tbl_filter(function(t)
    return now - t < within
  end, restarts)
  if #restarts >= again then
    vim.notify("nodebeyond broke down too often and is left alone; see :Nodebeyond log, then :Nodebeyond restart", vim.log.levels.ERROR)
    return
  end
  table.insert(restarts, now)
  vim.notify("nodebeyond broke down and is started again; see :Nodebeyond log", vim.log.levels.WARN)
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    M.start(buf)
  end
end

--- Starts the server over a pair of streams. A client says shutdown, or ends the process, before it lets go of it: whoever leaves otherwise broke
--- down.
local function connect(dispatchers, config)
  local root = config and config.root_dir or M.root(0)
  local path, why = require("nodebeyond.program").find(root)
  if not path then
    error("nodebeyond cannot be started: " .. why, 0)
  end
  local leaving = false
  local told = dispatchers.on_exit
  dispatchers.on_exit = function(code, signal)
    told(code, signal)
    if not leaving and vim.v.exiting == vim.NIL then
      vim.schedule(revive)
    end
  end
  local rpc = vim.lsp.rpc.start({ path, "lsp" }, dispatchers, { cwd = root })
  local request, terminate = rpc.request, rpc.terminate
  rpc.request = function(method, ...)
    leaving = leaving or method == "shutdown"
    return request(method, ...)
  end
  rpc.terminate = function()
    leaving = true
    terminate()
  end
  return rpc
end

--- What vim.lsp.config() and vim.lsp.start() take.
---@return vim.lsp.Config
function M.config()
  local settings = require("nodebeyond").options().settings
  return {
    name = "nodebeyond",
    cmd = connect,
    filetypes = M.filetypes,
    init_options = next(settings) and settings or nil,
    settings = next(settings) and { nodebeyond = settings } or nil,
    root_dir = function(buf, found)
      local root = M.root(buf)
      local own = vim.lsp.config and vim.lsp.config.nodebeyond.cmd
      if own == nil or own == connect then
        local path, why = require("nodebeyond.program").find(root)
        if not path then
          vim.notify_once(("nodebeyond cannot be started: %s; see :checkhealth nodebeyond"):format(why), vim.log.levels.WARN)
          return
        end
      end
      found(root)
    end,
  }
end

--- Attaches a buffer to the server of its folder, which is started when there is none. Nothing happens for other files.
---@param buf integer
function M.start(buf)
  if not vim.api.nvim_buf_is_loaded(buf) or vim.bo[buf].buftype ~= "" then
    return
  end
  local config = vim.deepcopy(vim.lsp.config and vim.lsp.config.nodebeyond or M.config())
  if not vim.tbl_contains(config.filetypes, vim.bo[buf].filetype) then
    return
  end
  local function start(root)
    config.root_dir = root
    if config.cmd == connect then -- before 0.11.4 the client does not say for which folder it starts a server
      config.cmd = function(dispatchers)
        return connect(dispatchers, config)
      end
    end
    vim.lsp.start(config, { bufnr = buf })
  end
  if type(config.root_dir) == "function" then
    config.root_dir(buf, start)
  else
    start(config.root_dir or M.root(buf))
  end
end

--- Ends all servers and starts them again, for the same files.
function M.restart()
  restarts = {}
  local clients = vim.lsp.get_clients({ name = "nodebeyond" })
  local function stop(force)
    for _, client in ipairs(clients) do
      if vim.fn.has("nvim-0.11") == 1 then
        client:stop(force)
      else
        client.stop(force)
      end
    end
  end
  stop(false)
  local gone = vim.wait(3000, function()
    return #vim.lsp.get_clients({ name = "nodebeyond" }) == 0
  end, 10)
  if not gone then
    stop(true)
    vim.wait(1000, function()
      return #vim.lsp.get_clients({ name = "nodebeyond" }) == 0
    end, 10)
  end
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    M.start(buf)
  end
end

--- The client of a buffer.
---@param buf? integer
---@return vim.lsp.Client?
function M.of(buf)
  return vim.lsp.get_clients({ name = "nodebeyond", bufnr = buf or vim.api.nvim_get_current_buf() })[1]
end

--- Makes a request, in the way of every Neovim from 0.10.
function M.request(client, method, params, handler, buf)
  if vim.fn.has("nvim-0.11") == 1 then
    return client:request(method, params, handler, buf)
  end
  return client.request(method, params, handler, buf)
end

return M
