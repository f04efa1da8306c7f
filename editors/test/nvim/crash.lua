-- A server that is killed comes back, with its findings, until it is killed too often; what the user ends stays ended.
local t = dofile(vim.env.NODEBEYOND_EDITORS .. "/test/nvim/check.lua")
local check, wait, equal = t.check, t.wait, t.equal

local buf = vim.api.nvim_get_current_buf()

local function client()
  local c = vim.lsp.get_clients({ name = "nodebeyond", bufnr = buf })[1]
  return c and c.initialized and c or nil
end

local function found()
  return #vim.diagnostic.get(buf)
end

local function servers()
  return vim.api.nvim_get_proc_children(vim.fn.getpid())
end

-- Kills the server, and waits for a next one when there has to be one.
local function kill(again)
  local old = wait("a client", client)
  wait("findings", function()
    return found() == 2
  end)
  equal(#servers(), 1)
  vim.uv.kill(servers()[1], "sigkill")
  wait("the client to end", function()
    return not vim.lsp.get_client_by_id(old.id)
  end)
  if again then
    wait("the next client", function()
      local c = client()
      return c and c.id ~= old.id
    end)
  end
end

check("a server that is killed comes back with its findings", function()
  kill(true)
  wait("findings", function()
    return found() == 2
  end)
end)

check("after five times it is left alone", function()
  for _ = 2, 5 do
    kill(true)
  end
  local said = ""
  local notify = vim.notify
  vim.notify = function(text)
    said = said .. text
  end
  kill(false)
  wait("the message", function()
    return said:find("left alone", 1, true)
  end)
  vim.notify = notify
  equal(servers(), {})
end)

check("restart brings it back", function()
  vim.cmd("Nodebeyond restart")
  wait("findings", function()
    return client() and found() == 2
  end)
  local old = client().id
  vim.cmd("Nodebeyond restart")
  wait("another client", function()
    return client() and client().id ~= old and found() == 2
  end)
  equal(#servers(), 1)
end)

check("what the user ends stays ended", function()
  local c = client()
  if vim.fn.has("nvim-0.11") == 1 then
    c:stop(true)
  else
    c.stop(true)
  end
  wait("the server and the client to end", function()
    return #servers() == 0 and #vim.lsp.get_clients({ name = "nodebeyond" }) == 0
  end)
  -- What would start it again was scheduled before this is.
  local later = false
  vim.schedule(function()
    later = true
  end)
  wait("the loop to turn", function()
    return later
  end)
  equal(#vim.lsp.get_clients({ name = "nodebeyond" }), 0)
end)

t.finish()
