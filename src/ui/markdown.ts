import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { safeHref } from './text.tsx';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).use(cjkFriendly);
markdown.validateLink = (href) => safeHref(href) !== undefined;
// The page has its own first title.
markdown.renderer.rules.heading_open = (tokens, index) => `<h${lower(tokens[index]?.tag)}>`;
markdown.renderer.rules.heading_close = (tokens, index) => `</h${lower(tokens[index]?.tag)}>`;
markdown.renderer.rules.image = () => '';
// Wide tables scroll by themselves on phones, reachable by keyboard.
markdown.renderer.rules.table_open = () => '<div class="table-scroll" tabindex="0"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';

function lower(tag: string | undefined): number {
  return Math.min(4, Math.max(2, Number(tag?.slice(1) ?? 2)));
}

/** The city's Markdown as HTML: no raw HTML, no pictures, only harmless links. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
