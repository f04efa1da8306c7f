-- Named checks for a Neovim that runs without a screen; finish() ends it, with an exit code of 1 when one failed.
local M = { failed = 0 }

function M.check(name, fn)
  local ok, err = xpcall(fn, debug.traceback)
  io.stdout:write(("%s %s%s\n"):format(ok and "ok  " or "FAIL", name, ok and "" or "\n" .. tostring(err)))
  M.failed = M.failed + (ok and 0 or 1)
end

--- Waits until something has come true, and gives what it was.
function M.wait(what, fn)
  local value
  assert(vim.wait(30000, function()
    value = fn()
    return value
  end, 10), "waited in vain for " .. what)
  return value
end

function M.equal(got, want)
  assert(vim.deep_equal(got, want), ("want %s, got %s"):format(vim.inspect(want), vim.inspect(got)))
end

function M.contains(text, part)
  assert(text:find(part, 1, true), ("no %q in:\n%s"):format(part, text))
end

function M.text(buf)
  return table.concat(vim.api.nvim_buf_get_lines(buf or 0, 0, -1, false), "\n")
end

function M.finish()
  vim.cmd(M.failed == 0 and "qall!" or "cquit 1")
end

return M
