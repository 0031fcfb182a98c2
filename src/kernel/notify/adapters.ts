import type { Config } from '../config/index.ts';
import type { Clock } from '../time/index.ts';
import { aliyunSms } from './aliyun-sms.ts';
import type { EmailAdapter, PushAdapter, SmsAdapter } from './channels.ts';
import type { Loopback } from './loopback.ts';
import { smtpAdapter } from './smtp.ts';
import { vapidKeys, webPushAdapter } from './web-push.ts';

export type Adapters = { email: EmailAdapter; sms: SmsAdapter; push: PushAdapter };

/** The real adapter of each channel the operator configured, the loopback one of the others. */
export function adaptersOf(config: Config, loopback: Loopback, secret: string, clock: Clock): Adapters {
  return {
    email: config.SMTP_URL ? smtpAdapter({ url: config.SMTP_URL, from: config.MAIL_FROM }) : loopback.email(),
    sms: smsOf(config, clock) ?? loopback.sms(),
    push: pushOf(config, loopback, secret),
  };
}

function smsOf(
  { SMS_URL, SMS_KEY, SMS_SECRET, SMS_SIGN, SMS_TEMPLATES }: Config,
  clock: Clock,
): SmsAdapter | undefined {
  if (!SMS_URL || !SMS_KEY || !SMS_SECRET || !SMS_SIGN) return undefined;
  return aliyunSms({
    url: SMS_URL,
    keyId: SMS_KEY,
    keySecret: SMS_SECRET,
    sign: SMS_SIGN,
    templates: SMS_TEMPLATES,
    clock,
  });
}

/** Browsers subscribe only on pages that came by https, so elsewhere there is nobody to send to. */
function pushOf(config: Config, loopback: Loopback, secret: string): PushAdapter {
  const keys = vapidKeys(secret);
  if (!config.publicUrl.startsWith('https:')) return loopback.push(keys.publicKey);
  return webPushAdapter({ keys, subject: config.publicUrl });
}
