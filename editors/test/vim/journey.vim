" What ALE knows of an open file: vim -u vimrc -S journey.vim pages.js. What is not as it should be is written to failures.txt, which is empty when
" all is well.
func! Wait(what, holds)
  for i in range(6000)
    if a:holds() | return | endif
    sleep 10m
  endfor
  throw 'waited in vain for ' .. a:what
endfunc

func! Found(code)
  return filter(copy(ale#engine#GetLoclist(bufnr('pages.js'))), {_, d -> get(d, 'code', '') ==# a:code})
endfunc

func! Preview()
  for w in range(1, winnr('$'))
    if getbufvar(winbufnr(w), '&filetype') ==# 'ale-preview.message' | return join(getbufline(winbufnr(w), 1, '$'), "\n") | endif
  endfor
  return ''
endfunc

try
  edit pages.js
  call Wait('the finding', {-> len(Found('exports-after-replace')) == 1})
  call Wait('the finding of the whole program', {-> len(Found('sync-in-handler')) == 1})
  let s:d = Found('sync-in-handler')[0]
  call assert_equal([12, 10, 24, 'W'], [s:d.lnum, s:d.col, s:d.end_col, s:d.type])
  call cursor(12, 12)
  ALEHover
  call Wait('the hover', {-> Preview() =~# 'event-loop#blocking-the-loop'})
  call assert_match('1\. server.js:4 this function is registered here as a request handler', Preview())
  wincmd z
  wincmd o
catch
  call writefile([v:exception, v:throwpoint], 'failures.txt', 'a')
endtry
call writefile(v:errors, 'failures.txt', 'a')
