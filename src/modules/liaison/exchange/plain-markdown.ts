export type PlainLine = { text: string; heading: boolean };

/** A text in Markdown as paragraphs for paper: marks that mean nothing there are taken away, words stay as they are. */
export function linesOfMarkdown(body: string): PlainLine[] {
  return body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^([-*_] ?){3,}$/.test(line))
    .map((line) => {
      const heading = /^#{1,6}\s+(.*)$/.exec(line);
      const text = (heading?.[1] ?? line)
        .replace(/^[-*+]\s+/, '· ')
        .replace(/(\*\*|__)(.+?)\1/g, '$2')
        .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)');
      return { text, heading: Boolean(heading) };
    });
}
