-- Where the program is.
local M = {}

local windows = vim.fn.has("win32") == 1

--- The program for the files of a folder: the one that the user names, else what the project has installed (in its own node_modules, or in
--- those of the folders above, as workspaces have it), else the one on the PATH.
---@param root? string
---@return string? path
---@return string from where it comes from, in words; when there is none, what was looked for
function M.find(root)
  local options = require("nodebeyond").options()
  if options.binary then
    local path = vim.fs.normalize(options.binary)
    if vim.fn.executable(path) == 1 then
      return path, "the settings"
    end
    return nil, ("the settings name %s, which is no program"):format(options.binary)
  end
  if options.project and root then
    for _, modules in ipairs(vim.fs.find("node_modules", { path = root, upward = true, type = "directory", limit = math.huge })) do
      local path = vim.fs.joinpath(modules, ".bin", windows and "nodebeyond.cmd" or "nodebeyond")
      if vim.fn.executable(path) == 1 then
        return path, "the project"
      end
    end
  end
  local path = vim.fn.exepath("nodebeyond")
  if path ~= "" then
    return path, "the PATH"
  end
  return nil, options.project and "there is none in the project's node_modules and none on the PATH" or "there is none on the PATH"
end

return M
