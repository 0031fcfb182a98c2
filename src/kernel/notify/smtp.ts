import nodemailer from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import { DeliveryError, type EmailAdapter, type EmailMessage } from './channels.ts';

/** E-mail over SMTP, a few connections kept open. `url` as nodemailer reads it: smtp:// or smtps://, user and password in it. */
export function smtpAdapter({ url, from }: { url: string; from: string }): EmailAdapter {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as SMTPPool.Options);
  return {
    real: true,
    close: () => transport.close(),
    async send(message) {
      if (!isMailAddress(message.to)) throw new DeliveryError('bad_address', { permanent: true });
      try {
        const sent: { messageId?: string } = await transport.sendMail({ from, ...mailOf(message) });
        return sent.messageId ?? null;
      } catch (error) {
        throw asDeliveryError(error);
      }
    },
  };
}

function mailOf({ to, subject, text, html, messageId, locale, preferencesUrl }: EmailMessage) {
  return {
    // An object, so that the address is never read as a list of addresses.
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': locale,
      ...(preferencesUrl && { 'List-Unsubscribe': `<${preferencesUrl}>` }),
    },
  };
}

/** Strict enough that nothing of SMTP or of a list of addresses can hide in it. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[^\s@<>,;:"()[\]\\\p{Cc}]+$/u.test(text);
}

function asDeliveryError(error: unknown): DeliveryError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (responseCode === undefined) return new DeliveryError(`smtp_${code ?? 'failed'}`);
  // A wrong password of ours is no fault of the address: it is tried again after the operator has mended it.
  const permanent = responseCode >= 500 && code !== 'EAUTH';
  return new DeliveryError(`smtp_${responseCode}`, { permanent });
}
