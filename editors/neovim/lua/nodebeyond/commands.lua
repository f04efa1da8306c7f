-- :Nodebeyond, a function for each thing that it does.
local client = require("nodebeyond.client")

local M = {}

local function say(text, level)
  vim.notify("nodebeyond: " .. text, level or vim.log.levels.INFO)
end

--- Shows text in a window of its own; what an earlier command showed makes way. q closes it.
local function show(name, filetype, text, mods)
  local window
  for _, w in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.b[vim.api.nvim_win_get_buf(w)].nodebeyond then
      window = w
    end
  end
  if window then
    vim.api.nvim_set_current_win(window)
    vim.cmd.enew()
  else
    vim.cmd({ cmd = "new", mods = mods })
  end
  local buf = vim.api.nvim_get_current_buf()
  vim.b[buf].nodebeyond = true
  vim.bo[buf].buftype = "nofile"
  vim.bo[buf].bufhidden = "wipe"
  vim.bo[buf].swapfile = false
  vim.api.nvim_buf_set_name(buf, ("nodebeyond://%d/%s"):format(buf, name))
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, vim.split(text, "\n"))
  vim.bo[buf].modifiable = false
  vim.bo[buf].filetype = filetype
  vim.wo.wrap = filetype == "markdown"
  vim.wo.linebreak = true
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buf, desc = "Close" })
  return buf
end

--- Has the server run a command, and hands its result on.
local function execute(command, argument, done)
  local c = client.of() or vim.lsp.get_clients({ name = "nodebeyond" })[1]
  if not c then
    say("no server is running for this file; see :checkhealth nodebeyond", vim.log.levels.WARN)
    return
  end
  client.request(c, "workspace/executeCommand", { command = command, arguments = { argument } }, function(err, result)
    if err then
      say(err.message, vim.log.levels.ERROR)
    else
      done(result)
    end
  end)
end

--- The sections of the diagnostics at a place, those of the smallest one first.
local function sections(buf, line, column)
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(buf, line and { lnum = line } or nil)) do
    local lsp = d.user_data and d.user_data.lsp
    local data = lsp and lsp.data
    local here = not column or (d.lnum < line or d.col <= column) and (d.end_lnum > line or d.end_col >= column)
    if type(data) == "table" and type(data.section) == "string" and here then
      local size = (d.end_lnum - d.lnum) * 10000 + d.end_col - d.col
      table.insert(found, { anchor = data.section, size = size })
    end
  end
  table.sort(found, function(a, b)
    return a.size < b.size
  end)
  return vim.tbl_map(function(f)
    return f.anchor
  end, found)
end

--- Finds the section about the place under the cursor: that of a diagnostic, or else the one that the hover there names.
local function under_cursor(done)
  local buf, at = vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0)
  local anchor = sections(buf, at[1] - 1, at[2])[1]
  if anchor then
    done(anchor)
    return
  end
  local c = client.of(buf)
  if not c then
    say("no server is running for this file; see :checkhealth nodebeyond", vim.log.levels.WARN)
    return
  end
  client.request(c, "textDocument/hover", vim.lsp.util.make_position_params(0, c.offset_encoding), function(_, hover)
    local text = hover and hover.contents and hover.contents.value or ""
    anchor = text:match("\nRead:.-`([%w-]+#[%w-]+)`")
    if anchor then
      done(anchor)
    else
      say("there is nothing to read about this place; :Nodebeyond section contents lists all there is")
    end
  end, buf)
end

--- The target of the Markdown link under the cursor.
local function link()
  local line, column = vim.api.nvim_get_current_line(), vim.api.nvim_win_get_cursor(0)[2] + 1
  for from, target, to in line:gmatch("()%[[^%]]*%]%(([^)]+)%)()") do
    if from <= column and column < to then
      return target
    end
  end
end

--- Opens a page of the companion text, in which links and the pages before and behind can be followed.
local function open(name, mods)
  execute("nodebeyond.section", name, function(page)
    local buf = show(page.anchor, "markdown", page.markdown, mods)
    local function map(keys, to, what)
      vim.keymap.set("n", keys, function()
        local target = to()
        if target and target:match("^%a+://") then
          vim.ui.open(target)
        elseif target then
          open(target)
        end
      end, { buffer = buf, desc = what })
    end
    map("<CR>", link, "Follow the link")
    map("gx", link, "Follow the link")
    map("]]", function() return page.next end, "The next page")
    map("[[", function() return page.previous end, "The page before")
  end)
end

M.section = function(args, name)
  if name then
    open(name, args.smods)
    return
  end
  under_cursor(function(anchor)
    open(anchor, args.smods)
  end)
end

M.graph = function(args, format)
  local uri = vim.uri_from_bufnr(0)
  execute("nodebeyond.graph", { uri = uri, format = format or "text" }, function(graph)
    if format ~= "html" then
      show("graph", "text", graph.text, args.smods)
      return
    end
    local file = vim.fn.tempname() .. ".html"
    vim.fn.writefile(vim.split(graph.text, "\n"), file)
    vim.ui.open(file)
  end)
end

M.trace = function(args)
  execute("nodebeyond.trace", { uri = vim.uri_from_bufnr(0) }, function(trace)
    show("trace", "text", trace.text, args.smods)
  end)
end

--- Shows text in a float over the cursor. q or a move of the cursor closes it.
local function float(text)
  local buf, win = vim.lsp.util.open_floating_preview(vim.split(text, "\n", { trimempty = true }), "text", { border = "rounded", focus_id = "nodebeyond-order", wrap = false })
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buf, desc = "Close" })
  return buf, win
end

M.order = function()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  execute("nodebeyond.order", { uri = vim.uri_from_bufnr(0), line = line }, function(order)
    float(order.text)
  end)
end

M.restart = function()
  client.restart()
end

M.log = function()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  vim.cmd("normal! G")
end

local names = { "section", "graph", "trace", "order", "restart", "log" }

--- Runs a command as the user typed it; without a word it is the section under the cursor.
function M.run(args)
  local name = args.fargs[1] or "section"
  if not vim.tbl_contains(names, name) then
    say(("there is no command %s; there are %s"):format(name, table.concat(names, ", ")), vim.log.levels.ERROR)
    return
  end
  M[name](args, args.fargs[2])
end

--- Completes the names, and behind them what they take.
function M.complete(lead, line)
  local words = vim.split(line:gsub("^.-Nodebeyond%s+", ""), "%s+")
  local list = names
  if #words > 1 then
    list = words[1] == "graph" and { "text", "html" } or words[1] == "section" and vim.list_extend(sections(0), { "contents" }) or {}
  end
  local out = {}
  for _, word in ipairs(list) do
    if vim.startswith(word, lead) and not vim.tbl_contains(out, word) then
      table.insert(out, word)
    end
  end
  return out
end

return M
