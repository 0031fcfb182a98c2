import { htmlLang, type Locale, type T } from '../i18n/index.ts';
import type { EmailMessage } from './channels.ts';

// inline style: programs that read mail drop style sheets
type MailItem = { title: string; text: string; url?: string | undefined };

type MailInput = {
  to: string;
  subject: string;
  items: MailItem[];
  /** people who gave a name are greeted by it */
  name: string;
  city: string;
  locale: Locale;
  messageId: string;
  /** only for accounts */
  preferencesUrl?: string | undefined;
};

/** An e-mail of one notification or of a digest, as plain text and as HTML that says the same. */
export function mailOf(t: T, input: MailInput): EmailMessage {
  const { to, subject, locale, messageId, preferencesUrl } = input;
  return {
    to,
    subject: oneLine(subject),
    text: plain(t, input),
    html: html(t, input),
    locale,
    messageId,
    ...(preferencesUrl && { preferencesUrl }),
  };
}

function footer(t: T, { city, preferencesUrl }: MailInput): string[] {
  const lines = [t('notify.mail.from', { city })];
  if (preferencesUrl) lines.push(t('notify.mail.preferences'));
  return lines;
}

function plain(t: T, input: MailInput): string {
  const several = input.items.length > 1;
  const parts = input.items.map(({ title, text, url }) =>
    [several ? `■ ${title}` : '', text, url ?? ''].filter(Boolean).join('\n'),
  );
  const greeting = input.name ? [t('notify.mail.greeting', { name: input.name })] : [];
  const end = [...footer(t, input), input.preferencesUrl ?? ''].filter(Boolean).join('\n');
  return `${[...greeting, ...parts, `--\n${end}`].join('\n\n')}\n`;
}

function html(t: T, input: MailInput): string {
  const several = input.items.length > 1;
  const items = input.items.map(({ title, text, url }) => {
    const heading = several ? `<h2 style="font-size:18px;margin:24px 0 8px">${escapeHtml(title)}</h2>` : '';
    const link = url
      ? `<p style="margin:16px 0"><a href="${escapeHtml(url)}" style="color:#a61b1b">${escapeHtml(t('notify.mail.open'))}</a></p>`
      : '';
    return `${heading}<p style="margin:0 0 8px;white-space:pre-line">${escapeHtml(text)}</p>${link}`;
  });
  const greeting = input.name
    ? `<p style="margin:0 0 16px">${escapeHtml(t('notify.mail.greeting', { name: input.name }))}</p>`
    : '';
  const [from = '', preferences] = footer(t, input);
  const turnOff =
    preferences && input.preferencesUrl
      ? ` <a href="${escapeHtml(input.preferencesUrl)}" style="color:#555">${escapeHtml(preferences)}</a>`
      : '';
  return `<!doctype html><html lang="${htmlLang(input.locale)}"><head><meta charset="utf-8"><title>${escapeHtml(input.subject)}</title></head>\
<body style="margin:0;padding:24px;font:16px/1.7 sans-serif;color:#1a1a1a"><div style="max-width:600px">${greeting}${items.join('')}\
<p style="margin:32px 0 0;padding-top:12px;border-top:1px solid #ccc;font-size:14px;color:#555">${escapeHtml(from)}${turnOff}</p></div></body></html>`;
}

/** A subject is one line, whatever a person wrote into a title. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 150);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
