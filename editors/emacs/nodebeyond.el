;; Emacs 29 and newer, with the built-in eglot. Eglot runs one server for a buffer: this is for files that no other server is wanted for.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((js-mode js-ts-mode typescript-ts-mode tsx-ts-mode) "nodebeyond" "lsp")))
