import { beforeEach, expect, test } from 'vitest';
import { ids, notifyOnFreshDatabase, now } from './notify.fixture.ts';
import { pushService } from './push-service.fixture.ts';
import { vapidKeys, webPushAdapter } from './web-push.ts';

const [phone, desktop] = [await pushService(), await pushService()];
const trusted = [phone.origin, desktop.origin];
const keys = vapidKeys('a secret of the city that is long enough');
const { db, jobs, notify, write, clear } = await notifyOnFreshDatabase({
  trusted,
  adapters: { push: webPushAdapter({ keys, subject: 'https://tongxin.test', trusted }) },
});

beforeEach(async () => {
  for (const service of [phone, desktop]) {
    service.received.length = 0;
    service.answer.status = 201;
  }
  await clear();
  await subscribe(ids.li, phone.subscription, 'Phone');
  await subscribe(ids.li, desktop.subscription, 'Desktop');
});

const subscribe = (accountId: string, subscription: typeof phone.subscription, device: string) =>
  write((tx) => notify.subscribePush(tx, accountId, subscription, device, now));
const send = async () => {
  const params = { title: '路灯不亮', department: '城管局', when: '今天', day: '明天' };
  await write((tx) =>
    notify.send(tx, now, { to: { accountId: ids.li }, kind: 'test.replied', params, link: '/cases/1' }),
  );
  await jobs.drain();
};

test('every browser of a person is told, in a message only it can read', async () => {
  await send();
  for (const { received } of [phone, desktop]) {
    expect(received.map(({ payload, key }) => ({ ...payload, key }))).toEqual([
      {
        title: '城管局答复了您的信',
        text: '《路灯不亮》在今天有了答复，明天前可以评价。',
        url: '/cases/1',
        tag: expect.any(String),
        lang: 'zh-CN',
        key: notify.pushKey,
      },
    ]);
  }
});

test('a browser that has gone is forgotten; the others go on', async () => {
  phone.answer.status = 410;
  await send();
  expect(desktop.received).toHaveLength(1);
  expect((await notify.pushDevices(db, ids.li)).map(({ device }) => device)).toEqual(['Desktop']);
  expect(await notify.outcomes(db, now)).toContainEqual({ channel: 'push', state: 'sent', reason: '', n: 1 });
  desktop.answer.status = 404;
  await send();
  expect(await notify.pushDevices(db, ids.li)).toEqual([]);
  expect(await notify.outcomes(db, now)).toContainEqual({
    channel: 'push',
    state: 'skipped',
    reason: 'push_404',
    n: 1,
  });
});

test('a browser belongs to whoever signed in there last, and is taken off only by its owner', async () => {
  await subscribe(ids.han, phone.subscription, 'Phone');
  expect((await notify.pushDevices(db, ids.li)).map(({ device }) => device)).toEqual(['Desktop']);
  await write((tx) => notify.unsubscribePush(tx, ids.li, phone.subscription.endpoint));
  expect(await notify.pushDevices(db, ids.han)).toHaveLength(1);
  await write((tx) => notify.unsubscribePush(tx, ids.han, phone.subscription.endpoint));
  expect(await notify.pushDevices(db, ids.han)).toEqual([]);
});

test('of one person the newest ten are kept', async () => {
  for (let n = 0; n < 12; n++)
    await subscribe(ids.li, { ...phone.subscription, endpoint: `${phone.origin}/push/${n}` }, `Device ${n}`);
  const devices = (await notify.pushDevices(db, ids.li)).map(({ device }) => device);
  expect(devices).toHaveLength(10);
  expect(devices).toContain('Device 11');
});

test.each([
  ['an address inside the house', { endpoint: 'https://10.0.0.1/x' }],
  ['plain http', { endpoint: 'http://push.example.org/x' }],
  ['a short key', { p256dh: 'AAAA' }],
  ['no secret', { auth: '' }],
])('%s is refused', async (_, wrong) => {
  await expect(subscribe(ids.li, { ...phone.subscription, ...wrong }, 'x')).rejects.toMatchObject({
    code: 'notify.bad_subscription',
    status: 422,
  });
});
