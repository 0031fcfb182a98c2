import { expect, test } from 'vitest';
import type { PushMessage } from './channels.ts';
import { pushService } from './push-service.fixture.ts';
import { vapidKeys, webPushAdapter } from './web-push.ts';

const service = await pushService();
const keys = vapidKeys('a secret of the city that is long enough');
const adapter = webPushAdapter({ keys, subject: 'https://tongxin.test', trusted: [service.origin] });
const message: PushMessage = {
  subscription: service.subscription,
  title: '您的信有答复了',
  text: '路灯已经修好',
  url: '/cases/1',
  tag: 't1',
  urgent: false,
  locale: 'zh-CN',
};

test('a browser decrypts what was meant for it, signed by the key it subscribed with', async () => {
  await adapter.send(message);
  await adapter.send({ ...message, urgent: true, text: '字'.repeat(5_000) });
  const [first, second] = service.received;
  expect(first).toEqual({
    payload: { title: '您的信有答复了', text: '路灯已经修好', url: '/cases/1', tag: 't1', lang: 'zh-CN' },
    urgency: 'normal',
    ttl: 3 * 86_400,
    audience: service.origin,
    subject: 'https://tongxin.test',
    key: keys.publicKey,
  });
  expect(second).toMatchObject({ urgency: 'high', payload: { text: '字'.repeat(300) } });
});

test('the key pair follows from the secret alone', () => {
  expect(vapidKeys('one secret')).toEqual(vapidKeys('one secret'));
  expect(vapidKeys('one secret')).not.toEqual(vapidKeys('another'));
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65);
});

test.each([
  [404, { gone: true, permanent: true }],
  [410, { gone: true, permanent: true }],
  [403, { gone: true, permanent: true }],
  [413, { gone: false, permanent: true }],
  [429, { gone: false, permanent: false }],
  [503, { gone: false, permanent: false }],
])('the service answers %i', async (status, expected) => {
  service.answer.status = status;
  await expect(adapter.send(message)).rejects.toMatchObject({ code: `push_${status}`, ...expected });
  service.answer.status = 201;
});

test('an endpoint inside the house is not called, a broken key is not encrypted for', async () => {
  const strict = webPushAdapter({ keys, subject: 'https://tongxin.test' });
  await expect(strict.send(message)).rejects.toMatchObject({ code: 'push_refused_address', gone: true });
  const broken = { ...service.subscription, p256dh: 'AAAA' };
  await expect(adapter.send({ ...message, subscription: broken })).rejects.toMatchObject({
    code: 'push_bad_subscription',
    gone: true,
  });
});
