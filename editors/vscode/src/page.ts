/**
 * Puts the server's page of a module graph into a view: nothing is fetched, only scripts that stand in the page now are run, and a style and
 * a script of the view come to those of the page.
 */
export function embed(page: string, view: { style: string; script: string }, nonce: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'">`;
  const script = `<script nonce="${nonce}">`;
  return page
    .replace('<meta charset="utf-8">', (meta) => `${meta}\n${policy}`)
    // Text of the project is escaped in the page, so that a script tag is one of the page's own.
    .replaceAll('<script>', script)
    .replace('</head>', () => `<style>\n${view.style}</style>\n</head>`)
    .replace('</body>', () => `${script}\n${view.script}</script>\n</body>`);
}
