-- From an open file to a mended one, as the plugin's users go.
local t = dofile(vim.env.NODEBEYOND_EDITORS .. "/test/nvim/check.lua")
local check, wait, equal, contains = t.check, t.wait, t.equal, t.contains

local buf = vim.api.nvim_get_current_buf()
local project = vim.fs.dirname(vim.api.nvim_buf_get_name(buf))

local function found(b)
  local list = vim.diagnostic.get(b or buf)
  table.sort(list, function(x, y)
    return x.lnum < y.lnum
  end)
  return list
end

local function client()
  return vim.lsp.get_clients({ name = "nodebeyond", bufnr = buf })[1]
end

check("nothing is loaded before a file is open", function()
  equal(package.loaded["nodebeyond.commands"], nil)
  equal(package.loaded["nodebeyond.health"], nil)
  equal(vim.fn.exists(":Nodebeyond"), 2)
end)

check("the server attaches, with the repository as its root", function()
  wait("a client", client)
  equal(client().config.root_dir, project)
  equal(client().offset_encoding, vim.fn.has("nvim-0.11") == 1 and "utf-8" or "utf-16")
end)

check("two findings, at their places, with their evidence", function()
  wait("findings", function()
    return #found() == 2
  end)
  local first, second = found()[1], found()[2]
  equal({ first.code, first.lnum, first.col, first.end_col, first.severity }, { "exports-after-replace", 4, 0, 13, vim.diagnostic.severity.ERROR })
  equal({ second.code, second.lnum, second.col, second.end_col, second.source }, { "sync-in-handler", 11, 9, 24, "nodebeyond" })
  local related = second.user_data.lsp.relatedInformation
  equal(#related, 3)
  equal(related[1].location.uri, vim.uri_from_fname(project .. "/server.js"))
  equal(related[1].message, "this function is registered here as a request handler")
end)

local function hover(line, column)
  vim.api.nvim_win_set_cursor(0, { line, column })
  vim.lsp.buf.hover()
  local float = wait("the hover", function()
    for _, w in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(w).relative ~= "" then
        return w
      end
    end
  end)
  local b = vim.api.nvim_win_get_buf(float)
  local text, filetype = t.text(b), vim.bo[b].filetype
  vim.api.nvim_win_close(float, true)
  return text, filetype
end

check("the hover explains, in Markdown, and names the section", function()
  local text, filetype = hover(12, 12)
  equal(filetype, "markdown")
  contains(text, "1. `server.js:4` this function is registered here as a request handler")
  contains(text, "`event-loop#blocking-the-loop`")
end)

-- A window that a command opens.
local function page(name)
  return wait("the page " .. name, function()
    local b = vim.api.nvim_get_current_buf()
    return vim.b[b].nodebeyond and vim.endswith(vim.api.nvim_buf_get_name(b), "/" .. name) and b
  end)
end

check("the section under the cursor opens, its links lead on, and q closes it", function()
  vim.api.nvim_win_set_cursor(0, { 12, 12 })
  vim.cmd("Nodebeyond")
  local b = page("event-loop#blocking-the-loop")
  equal({ vim.bo[b].filetype, vim.bo[b].modifiable }, { "markdown", false })
  contains(t.text(b), "# Blocking the loop")
  assert(vim.fn.search("](rules/sync-in-handler.md)") > 0, t.text(b))
  vim.cmd.normal("gx")
  contains(t.text(page("rules/sync-in-handler")), "## Why it matters in Node")
  equal(#vim.api.nvim_tabpage_list_wins(0), 2)
  vim.cmd.normal("]]")
  wait("the next page", function()
    return not vim.endswith(vim.api.nvim_buf_get_name(0), "rules/sync-in-handler")
  end)
  vim.cmd.normal("q")
  equal(vim.api.nvim_get_current_buf(), buf)
end)

check("the graph and the trace open", function()
  vim.cmd("vertical Nodebeyond graph")
  contains(t.text(page("graph")), "server.js")
  vim.cmd.normal("q")
  vim.cmd("Nodebeyond trace")
  contains(t.text(page("trace")), "pages.js")
  vim.cmd.normal("q")
end)

check("an unsaved change in another file counts at once", function()
  vim.cmd("belowright split " .. project .. "/server.js")
  local server = vim.api.nvim_get_current_buf()
  wait("the client for the other file", function()
    return vim.lsp.get_clients({ name = "nodebeyond", bufnr = server })[1]
  end)
  vim.api.nvim_buf_set_lines(server, 4, 5, false, { "  res.end('closed');" })
  wait("the finding to go", function()
    return #found() == 1
  end)
  vim.cmd("undo")
  wait("the finding to come back", function()
    return #found() == 2
  end)
  vim.bo[server].modified = false
  vim.cmd("close")
end)

check("columns are right behind wide characters", function()
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.api.nvim_buf_set_lines(buf, 10, 12, false, { "function terms() {", "  return '日本語😀' + fs.readFileSync('terms.txt', 'utf8');" })
  wait("the finding to move", function()
    local d = found()[2]
    return d and vim.api.nvim_buf_get_text(buf, d.lnum, d.col, d.end_lnum, d.end_col, {})[1] == "fs.readFileSync"
  end)
end)

check("the fix mends, and its finding is gone", function()
  vim.api.nvim_win_set_cursor(0, { 5, 3 })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred
    end,
  })
  wait("the edit", function()
    return vim.api.nvim_buf_get_lines(buf, 4, 5, false)[1] == "module.exports.title = 'The shop';"
  end)
  wait("the finding to go", function()
    return #found() == 1 and found()[1].code == "sync-in-handler"
  end)
end)

check("the commands complete", function()
  equal(vim.fn.getcompletion("Nodebeyond ", "cmdline"), { "section", "graph", "trace", "order", "restart", "log" })
  equal(vim.fn.getcompletion("Nodebeyond gr", "cmdline"), { "graph" })
  equal(vim.fn.getcompletion("Nodebeyond graph h", "cmdline"), { "html" })
  equal(vim.fn.getcompletion("Nodebeyond section ", "cmdline"), { "event-loop#blocking-the-loop", "contents" })
end)

check("the order of callbacks shows in a float", function()
  local before = #vim.api.nvim_list_wins()
  vim.cmd("Nodebeyond order")
  wait("the float", function()
    return #vim.api.nvim_list_wins() > before
  end)
  for _, win in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(win).relative ~= "" then
      contains(table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(win), 0, -1, false), "\n"), "in which order")
      vim.api.nvim_win_close(win, true)
    end
  end
end)

check("the log opens", function()
  vim.cmd("Nodebeyond log")
  equal(vim.api.nvim_buf_get_name(0), vim.lsp.log.get_filename())
  vim.cmd("tabclose")
end)

check("checkhealth finds all well", function()
  vim.cmd("checkhealth nodebeyond")
  local text = t.text()
  contains(text, "nodebeyond 0.0.0-dev, ")
  contains(text, "from the PATH")
  contains(text, "running for " .. project)
  contains(text, "no nodebeyond.jsonc in " .. project)
  assert(not text:find("ERROR") and not text:find("WARN"), text)
  vim.cmd("tabclose")
end)

check("checkhealth shows what is wrong with the settings", function()
  vim.fn.writefile({ '{ "sevrities": {} }' }, project .. "/nodebeyond.jsonc")
  vim.cmd("checkhealth nodebeyond")
  contains(t.text(), "the settings do not hold")
  contains(t.text(), "nodebeyond.jsonc:1:")
  vim.cmd("tabclose")
  vim.fn.delete(project .. "/nodebeyond.jsonc")
end)

check("the help has its tags", function()
  vim.cmd("help nodebeyond-commands")
  equal(vim.fn.expand("%:t"), "nodebeyond.txt")
  vim.cmd("helpclose")
end)

check("the server leaves as it should", function()
  local c = client()
  if vim.fn.has("nvim-0.11") == 1 then
    c:stop()
  else
    c.stop()
  end
  wait("the server to end", function()
    return c.is_stopped(c)
  end)
end)

t.finish()
