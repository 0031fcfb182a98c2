const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text without what XML 1.0 cannot hold: a feed with one such character is no feed. */
export function xmlText(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}

/** People's plain text for titles and summaries of a feed, which its readers take for HTML. */
export function htmlText(text: string): string {
  return xmlText(text).replace(/[&<>]/g, (mark) => entities[mark] ?? '');
}
