/**
 * A hover without what VS Code shows above it anyway: the messages of the findings there, each with its advice on lines of its own, and their
 * evidence.
 */
export function withoutRepeats(markdown: string, messages: readonly string[]): string {
  let text = markdown;
  let known = false;
  for (const message of messages) {
    for (const [i, line] of message.split('\n').entries()) {
      const paragraph = `\n\n${line}`;
      if (line === '' || !text.includes(paragraph)) continue;
      text = text.replace(paragraph, '');
      known ||= i === 0;
    }
  }
  return known ? text.replaceAll(/\n\nEvidence:\n(?:\n\d+\. .*)+/g, '') : text;
}
