import { createECDH, hkdfSync } from 'node:crypto';
import webPush from 'web-push';
import { DeliveryError, type PushAdapter, type PushMessage } from './channels.ts';
import { callOut, RefusedAddress } from './outgoing.ts';

type VapidKeys = { publicKey: string; privateKey: string };

/**
 * The city's key pair towards push services (P-256, base64url), derived from its secret: every process has the same one
 * and nothing more has to be kept. A new secret makes browsers subscribe again.
 */
export function vapidKeys(secret: string): VapidKeys {
  for (let n = 0; ; n++) {
    const privateKey = Buffer.from(hkdfSync('sha256', secret, '', `tongxin web push ${n}`, 32));
    const curve = createECDH('prime256v1');
    try {
      curve.setPrivateKey(privateKey);
      return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
    } catch {
      // Not below the order of the curve, once in 2^32.
    }
  }
}

type WebPushOptions = {
  keys: VapidKeys;
  /** mailto: or https: address of the operator, told to push services */
  subject: string;
  trusted?: readonly string[];
};

const day_s = 86_400;

/** Encrypts for one browser (RFC 8291) and hands over to its push service (RFC 8030, VAPID RFC 8292). */
export function webPushAdapter({ keys, subject, trusted = [] }: WebPushOptions): PushAdapter {
  return {
    real: true,
    publicKey: keys.publicKey,
    async send(message) {
      const request = encrypt(message, keys, subject);
      const response = await callOut({
        url: request.endpoint,
        method: 'POST',
        headers: request.headers as Record<string, string>,
        body: request.body ?? '',
        trusted,
      }).catch((error: Error) => {
        if (error instanceof RefusedAddress) throw new DeliveryError('push_refused_address', { gone: true });
        throw new DeliveryError(`push_${(error as { code?: string }).code ?? error.name}`);
      });
      if (response.status >= 200 && response.status < 300) return null;
      // 404 and 410: unsubscribed. 401 and 403: made for another key of ours, and so never to be reached again.
      const gone = [401, 403, 404, 410].includes(response.status);
      throw new DeliveryError(`push_${response.status}`, {
        gone,
        permanent: response.status === 400 || response.status === 413,
      });
    },
  };
}

function encrypt(
  { subscription, title, text, url, tag, urgent, locale }: PushMessage,
  keys: VapidKeys,
  subject: string,
) {
  const { endpoint, p256dh, auth } = subscription;
  const payload = JSON.stringify({ title: title.slice(0, 120), text: text.slice(0, 300), url, tag, lang: locale });
  try {
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject, ...keys },
      TTL: 3 * day_s,
      urgency: urgent ? 'high' : 'normal',
      contentEncoding: 'aes128gcm',
    });
  } catch {
    throw new DeliveryError('push_bad_subscription', { gone: true });
  }
}
