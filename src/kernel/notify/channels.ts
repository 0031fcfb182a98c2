import type { Locale } from '../i18n/index.ts';

/** How a notification leaves the house. */
export type Channel = 'email' | 'sms' | 'push';

export const channels: readonly Channel[] = ['email', 'sms', 'push'];

/** Where somebody can be reached and how they are spoken to. `accountId` is null for somebody without an account. */
export type Recipient = {
  accountId: string | null;
  email: string | null;
  phone: string | null;
  locale: Locale;
  name: string;
};

export type EmailMessage = {
  to: string;
  subject: string;
  text: string;
  html: string;
  locale: Locale;
  /** the same for every try of one delivery, so that a mailbox that got it twice can tell */
  messageId: string;
  /** page where one can turn it off */
  preferencesUrl?: string;
};

export type SmsMessage = {
  /** E.164, `+8613800000000` */
  to: string;
  /** what is said, without the signature that gateways add */
  text: string;
  kind: string;
  /** for gateways that take the number of an approved template and its values instead of a text */
  params: Record<string, string>;
};

export type PushSubscription = { endpoint: string; p256dh: string; auth: string };
export type PushMessage = {
  subscription: PushSubscription;
  title: string;
  text: string;
  url: string;
  tag: string;
  urgent: boolean;
  locale: Locale;
};

/** Each sends one message or throws DeliveryError. Returns the provider's own id of it, or null. */
export type EmailAdapter = {
  readonly real: boolean;
  send(message: EmailMessage): Promise<string | null>;
  close(): void;
};
export type SmsAdapter = { readonly real: boolean; send(message: SmsMessage): Promise<string | null> };
export type PushAdapter = {
  readonly real: boolean;
  readonly publicKey: string;
  send(message: PushMessage): Promise<string | null>;
};

/**
 * A message that did not go out. `code` is short, ASCII, and holds nothing of a person: it is stored and shown.
 * `permanent`: trying again cannot help. `gone`: a push subscription that no longer exists.
 */
export class DeliveryError extends Error {
  readonly code: string;
  readonly permanent: boolean;
  readonly gone: boolean;
  constructor(code: string, { permanent = false, gone = false }: { permanent?: boolean; gone?: boolean } = {}) {
    const safe = code.replace(/[^\w.-]+/g, '_').slice(0, 80);
    super(safe);
    this.name = 'DeliveryError';
    this.code = safe;
    this.permanent = permanent || gone;
    this.gone = gone;
  }
}
