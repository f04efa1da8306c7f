// Links to the book. The server makes links below the address it is told; where the user names none, it is told one that stands for the
// view of this extension, and links that begin with it become commands.

/** The address that the server is told when the setting bookUrl is empty. */
export const inner = 'nodebeyond://book';

/** The command that opens a section in the view. */
export const readSection = 'nodebeyond.readSection';

/** The command link for an address of the server's, undefined when the address leads elsewhere. */
export function commandLink(address: string): string | undefined {
  if (!address.startsWith(`${inner}/`)) return undefined;
  return `command:${readSection}?${encodeURIComponent(JSON.stringify([decodeURIComponent(address.slice(inner.length + 1))]))}`;
}

/** Markdown with the server's links as command links. */
export function withCommandLinks(markdown: string): string {
  return markdown.replaceAll(/(?<=\]\()nodebeyond:\/\/book\/[^\s)]+/g, (address) => commandLink(address) ?? address);
}

/**
 * The section that a link of a page leads to ("event-loop.md#phases", "#phases", "../chapters/event-loop.md#phases", a rule's page
 * "sync-in-handler.md"), as an anchor or the id of a rule. `from` is the anchor of the page. undefined when the link leads elsewhere.
 */
export function sectionOf(href: string, from: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return undefined;
  const [file = '', fragment] = href.split('#', 2);
  if (file === '') return fragment ? `${from.split('#')[0]}#${fragment}` : undefined;
  if (!file.endsWith('.md')) return undefined;
  const page = file.slice(file.lastIndexOf('/') + 1, -'.md'.length);
  return fragment ? `${page}#${fragment}` : page;
}
