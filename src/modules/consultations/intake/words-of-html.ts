import PostalMime from 'postal-mime';

const longestHtml = 500_000;

/** Without what style sheets say; one that does not end takes the rest. */
function withoutStyles(html: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  for (let from = 0; ; ) {
    const begin = lower.indexOf('<style', from);
    if (begin < 0) return kept + html.slice(from);
    kept += html.slice(from, begin);
    const end = lower.indexOf('</style>', begin);
    if (end < 0) return kept;
    from = end + '</style>'.length;
  }
}

/**
 * The words of a mail that has no plain text. The parser turns HTML to text only where a message has both, so it is given
 * one that has.
 */
export async function wordsOfHtml(html: string): Promise<string> {
  const encoded = Buffer.from(withoutStyles(html.slice(0, longestHtml))).toString('base64');
  const message = [
    'Content-Type: multipart/mixed; boundary=words',
    '',
    '--words',
    'Content-Type: text/plain',
    '',
    '',
    '--words',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    encoded.replace(/.{76}/g, '$&\r\n'),
    '--words--',
    '',
  ].join('\r\n');
  return (await PostalMime.parse(message)).text ?? '';
}
