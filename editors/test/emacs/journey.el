;; From an open file to a mended one, in Emacs with its built-in eglot: emacs -Q --batch -l nodebeyond.el -l journey.el, in the project.
(require 'eglot)
(require 'flymake)
(require 'ert)

(setq eglot-sync-connect t eglot-autoshutdown t eglot-confirm-server-edits nil make-backup-files nil create-lockfiles nil
      flymake-no-changes-timeout 0.05 eglot-send-changes-idle-time 0.05)

(defun journey-wait (what holds)
  "Wait until HOLDS gives something, which is WHAT, and give it."
  (let ((end (+ (float-time) 60)) value)
    (while (not (or (setq value (funcall holds)) (> (float-time) end)))
      (accept-process-output nil 0.02))
    (or value (error "Waited in vain for %s" what))))

(defun journey-found (code)
  "The diagnostic of the rule CODE, asking flymake to look again."
  (seq-find (lambda (d) (string-match-p (regexp-quote code) (flymake-diagnostic-text d))) (flymake-diagnostics)))

(defun journey-text (d)
  (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d)))

(ert-deftest journey ()
  (find-file "pages.js")
  (js-mode)
  (apply #'eglot (eglot--guess-contact))
  (should (equal (plist-get (eglot--server-info (eglot-current-server)) :name) "nodebeyond"))
  (flymake-start)
  ;; The first finding, at its place. Eglot shows no related places; the hover has them.
  (let ((d (journey-wait "the finding" (lambda () (journey-found "is not exported")))))
    (should (equal (journey-text d) "exports.title")))
  (let ((d (journey-wait "the finding of the whole program" (lambda () (journey-found "waits for the file system")))))
    (should (equal (journey-text d) "fs.readFileSync"))
    (goto-char (+ 4 (flymake-diagnostic-beg d))))
  ;; Without markdown-mode Emacs asks for plain text.
  (let* ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams)))
         (text (eglot--hover-info (plist-get hover :contents) (plist-get hover :range))))
    (should (string-match-p "1\\. server\\.js:4 this function is registered here as a request handler" text))
    (should (string-match-p "Read: Blocking the loop.* (event-loop#blocking-the-loop)" text)))
  ;; The fix.
  (goto-char (point-min))
  (search-forward "exports.title")
  (backward-char 3)
  (let ((action (seq-find (lambda (a) (equal (plist-get a :title) "Set it on module.exports"))
                          (eglot-code-actions (point) (point) "quickfix"))))
    (should action)
    (eglot-execute (eglot-current-server) action))
  (should (save-excursion (goto-char (point-min)) (search-forward "module.exports.title = 'The shop';" nil t)))
  (eglot--signal-textDocument/didChange)
  (journey-wait "the finding to go" (lambda () (flymake-start) (not (journey-found "is not exported"))))
  (journey-wait "the other finding" (lambda () (journey-found "waits for the file system")))
  (set-buffer-modified-p nil)
  (eglot-shutdown (eglot-current-server)))

(ert-run-tests-batch-and-exit)
