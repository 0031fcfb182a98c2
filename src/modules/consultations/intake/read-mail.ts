import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { fail } from '../../../kernel/errors/index.ts';
import { typedLine, visibleText } from '../../../kernel/text/index.ts';
import './intake.errors.ts';
import type { Sender } from './intake.queries.ts';
import { isMailbox } from './mailbox.ts';
import { wordsOfHtml } from './words-of-html.ts';

/** A mail as it comes over the wire, with its attachments. */
export const largestMail_bytes = 15_000_000;
const longestText = 200_000;
export const mostFiles = 8;

export type MailFile = { name: string; bytes: Buffer };

/** What was read from a mail. */
export type Mail = {
  messageId: string;
  subject: string;
  text: string;
  sender: Sender;
  files: MailFile[];
  /** why something is missing: message keys below `consultations.intake.left_out`, with the name behind a colon */
  leftOut: string[];
};

/**
 * Reads a message as RFC 5322 and MIME have it: encoded words, other character sets, nested parts, HTML as text.
 * @throws AppError consultations.intake.not_a_mail, .mail_too_large
 */
export async function readMail(raw: Buffer): Promise<Mail> {
  if (raw.byteLength > largestMail_bytes)
    fail('consultations.intake.mail_too_large', { limit: `${largestMail_bytes / 1_000_000} MB` });
  const email = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 200_000 }).catch(() => undefined);
  const from = email && mailboxOf(email);
  if (!email || !from) return fail('consultations.intake.not_a_mail');
  const text = visibleText(email.text?.trim() ? email.text : await wordsOfHtml(email.html ?? ''));
  const { files, leftOut } = filesOf(email.attachments);
  return {
    messageId: messageIdOf(email, raw),
    subject: clean(email.subject, 300),
    text: text.slice(0, longestText).toWellFormed(),
    sender: { name: clean(from.name, 120), email: clean(from.address, 254), phone: '', address: '' },
    files,
    leftOut: text.length > longestText ? [...leftOut, 'text:'] : leftOut,
  };
}

const clean = (text: string | undefined, most: number): string =>
  typedLine(text ?? '')
    .slice(0, most)
    .toWellFormed();

/** Whoever wrote it: an address with something before and behind its sign. */
function mailboxOf({ from, sender }: Email): { name: string; address: string } | undefined {
  const boxes = [from, sender].flatMap((each: Address | undefined) => (each?.group ? each.group : (each ?? [])));
  const found = boxes.find(({ address }) => isMailbox(address ?? ''));
  return found && { name: found.name, address: found.address ?? '' };
}

/** A mail without an id is known by its bytes. */
function messageIdOf({ messageId }: Email, raw: Buffer): string {
  const own = clean(messageId, 400);
  return own !== '' ? own : `sha256:${createHash('sha256').update(raw).digest('hex')}`;
}

function filesOf(attachments: readonly Attachment[]): { files: MailFile[]; leftOut: string[] } {
  const files: MailFile[] = [];
  const leftOut: string[] = [];
  for (const { filename, content } of attachments) {
    const name = clean(filename ?? '', 100) || 'attachment';
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
    if (files.length >= mostFiles) leftOut.push(`many:${name}`);
    else if (bytes.byteLength > 0) files.push({ name, bytes });
  }
  return { files, leftOut: leftOut.slice(0, 50) };
}
