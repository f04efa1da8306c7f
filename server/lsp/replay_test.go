package lsp

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.lsp.dev/uri"
)

// TestReplay says to the server what real editors said, in their order and with their capabilities.
func TestReplay(t *testing.T) {
	for _, editor := range []struct {
		name, encoding, hover string
		pulls                 bool
		end                   error
	}{
		{"vscode", "utf-16", "markdown", true, nil},
		{"nvim", "utf-8", "markdown", false, nil},
		{"emacs", "utf-8", "plaintext", false, nil},
		{"helix", "utf-8", "markdown", false, ErrNoShutdown},
	} {
		t.Run(editor.name, func(t *testing.T) {
			dir := write(t, map[string]string{"server.js": "require('http').createServer(require('./app'));\n"})
			c := connect(t, dir, nil)
			file, err := os.Open(filepath.Join("testdata/sessions", editor.name+".jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			opened, hovered, offered, down, gone, version := false, false, 0, false, false, int32(0)
			for lines := bufio.NewScanner(file); lines.Scan(); {
				line := strings.ReplaceAll(lines.Text(), "file:///WS", string(uri.File(dir)))
				var m struct {
					ID     *int
					Method string
					Params json.RawMessage
				}
				if err := json.Unmarshal([]byte(line), &m); err != nil {
					t.Fatal(err)
				}
				if m.ID == nil {
					c.tell(m.Method, m.Params)
					var p struct{ TextDocument struct{ Version int32 } }
					_ = json.Unmarshal(m.Params, &p)
					switch m.Method {
					case "textDocument/didOpen":
						opened, version = true, p.TextDocument.Version
						c.settle()
						want := lspRange{lspPosition{3, 23}, lspPosition{3, 35}}
						if d := c.known("app.js", editor.pulls); len(d) != 1 || d[0].Range != want {
							t.Fatalf("after opening: %v", d)
						}
					case "textDocument/didChange":
						version = p.TextDocument.Version
					case "exit":
						if err := <-c.done; err != editor.end {
							t.Errorf("Run returned %v", err)
						}
						gone = true
					}
					continue
				}
				if m.Method != "initialize" {
					c.settle()
				}
				var answer json.RawMessage
				c.call(m.Method, m.Params, &answer)
				switch m.Method {
				case "initialize":
					var r struct {
						Capabilities struct{ PositionEncoding string }
					}
					if err := json.Unmarshal(answer, &r); err != nil || r.Capabilities.PositionEncoding != editor.encoding {
						t.Errorf("the encoding is %q, %v", r.Capabilities.PositionEncoding, err)
					}
				case "textDocument/hover":
					var h *lspHover
					if err := json.Unmarshal(answer, &h); err != nil {
						t.Fatal(err)
					}
					if h != nil {
						hovered = true
						if h.Contents.Kind != editor.hover || !strings.Contains(h.Contents.Value, "event-loop#blocking-the-loop") {
							t.Errorf("the hover is %v", h)
						}
					}
				case "shutdown":
					down = true
				case "textDocument/codeAction":
					offered++
					var list []lspAction
					if err := json.Unmarshal(answer, &list); err != nil {
						t.Fatal(err)
					}
					for _, a := range list { // the finding has no fix
						if !strings.HasPrefix(a.Title, "Silence ") {
							t.Errorf("offered: %s", a.Title)
						}
					}
				}
			}
			if !opened || !hovered || offered == 0 {
				t.Errorf("opened %v, hovered %v, asked for actions %d times: is this a session?", opened, hovered, offered)
			}
			if !down { // it was stopped
				c.settle()
			}
			// Every session ends with the call replaced.
			if !down || !editor.pulls {
				if last := c.known("app.js", editor.pulls); len(last) != 0 {
					t.Errorf("at the end: %v", last)
				}
			}
			if last := c.diagnostics("app.js"); editor.pulls != (last == nil) || last != nil && *last.Version != version {
				t.Errorf("at the end, published: %v", last)
			}
			if !gone {
				c.conn.Close()
				if err := <-c.done; err != editor.end {
					t.Errorf("Run returned %v", err)
				}
			}
		})
	}
}
