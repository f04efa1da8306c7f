" Vim with ALE. The program of the project goes before the one on the PATH.
call ale#Set('nodebeyond_executable', 'nodebeyond')
call ale#Set('nodebeyond_use_global', 0)

function! NodebeyondProject(buffer) abort
  let l:package = ale#path#FindNearestFile(a:buffer, 'package.json')
  return empty(l:package) ? expand('#' . a:buffer . ':p:h') : fnamemodify(l:package, ':h')
endfunction

for s:language in ['javascript', 'typescript']
  call ale#linter#Define(s:language, {
  \   'name': 'nodebeyond',
  \   'lsp': 'stdio',
  \   'executable': {buffer -> ale#path#FindExecutable(buffer, 'nodebeyond', ['node_modules/.bin/nodebeyond'])},
  \   'command': '%e lsp',
  \   'project_root': function('NodebeyondProject'),
  \ })
endfor
