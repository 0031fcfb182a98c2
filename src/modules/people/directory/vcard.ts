/** What a card says; everything but the name may be missing. */
export type Card = {
  name: string;
  nickname?: string;
  organisation?: string;
  post?: string;
  email?: string;
  phone?: string;
  /** addresses of pages, http or https */
  urls: readonly string[];
  photoUrl?: string;
  note?: string;
  categories: readonly string[];
  revisedAt: Date;
};

/**
 * A vCard 3.0 (RFC 2426), the version that phones, Outlook and webmail all read; UTF-8, CRLF, folded at 75 octets
 * without cutting a character.
 */
export function vCard(card: Card): string {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    text('FN', card.name),
    // The name as it is said, uncut: where surnames end is not for a program to guess.
    `N:${escapeText(card.name)};;;;`,
    text('NICKNAME', card.nickname),
    text('ORG', card.organisation),
    text('TITLE', card.post),
    text('EMAIL;TYPE=INTERNET', card.email),
    text('TEL;TYPE=VOICE', card.phone),
    ...card.urls.map((url) => uri('URL', url)),
    card.photoUrl ? uri('PHOTO;VALUE=URI', card.photoUrl) : '',
    card.categories.length > 0 ? `CATEGORIES:${card.categories.map(escapeText).join(',')}` : '',
    text('NOTE', card.note),
    `REV:${card.revisedAt.toISOString().replace(/\.\d+Z$/, 'Z')}`,
    'END:VCARD',
  ];
  return lines
    .filter(Boolean)
    .map((line) => `${fold(line)}\r\n`)
    .join('');
}

function text(property: string, value: string | undefined): string {
  return value ? `${property}:${escapeText(value)}` : '';
}

/** An address is not escaped: what would end the line, or is no address character, is percent-encoded. */
function uri(property: string, value: string): string {
  return `${property}:${value.toWellFormed().replace(/[\s\p{Cc}]+/gu, (found) => encodeURIComponent(found))}`;
}

function escapeText(value: string): string {
  return (
    value
      .toWellFormed()
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a card cannot hold them.
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
      .replace(/[\\;,]/g, (mark) => `\\${mark}`)
      .replaceAll('\n', '\\n')
  );
}

const longest_octets = 75;

function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > longest_octets) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
