import { renderMarkdown } from './markdown.ts';

/**
 * Text of an office as it is meant: headings, lists, emphasis, nothing else. A single end of line stays one.
 * @param lang its language, where it is not the page's
 */
export function Written({ text, lang }: { text: string; lang?: string | undefined }) {
  return (
    // raw html: made by renderMarkdown, which lets no HTML of the text through
    <div
      class="prose"
      lang={lang}
      dangerouslySetInnerHTML={{ __html: renderMarkdown(text.replace(/([^\n])\n(?=[^\n])/g, '$1  \n')) }}
    />
  );
}
