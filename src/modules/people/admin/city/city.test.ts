import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { citySettings } from '../../../../kernel/settings/index.ts';
import { audited, hidden, makeVisitor, type Visitor } from '../admin.factory.ts';

let k: Kernel;
let app: App;
let admin: Visitor;
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  admin = await makeVisitor(k, app, [{ role: 'administrator' }]);
});

const city = () => k.settings.get(citySettings);
const names = { name: '云川', platformName: '云川市民平台', brand: '同心' };

it('changes names for every page, and leaves the other parts alone', async () => {
  const before = city().hotline;
  expect((await admin.post('/admin/settings/names', { ...names, name_en: 'Yunchuan' })).status).toBe(303);
  expect([city().name, city().hotline]).toEqual([{ 'zh-CN': '云川', en: 'Yunchuan' }, before]);
  expect((await audited(k, 'people.city_changed')).at(-1)?.details).toMatchObject({ part: 'names' });
  const empty = await admin.post('/admin/settings/names', { ...names, brand: ' ' });
  expect([empty.status, empty.text.includes('名称要写')]).toEqual([422, true]);
});

it('tells the second of two people, and lets them decide with what they typed', async () => {
  const version = hidden((await admin.get('/admin/settings')).text, 'version');
  const [one, two] = await Promise.all(
    ['甲市', '乙市'].map((name) => admin.post('/admin/settings/names', { ...names, name, version })),
  );
  expect([one?.status, two?.status].sort()).toEqual([303, 409]);
  const late = one?.status === 409 ? one : two;
  expect(late?.text).toMatch(/value="[甲乙]市"/);
});

it('refuses colours that cannot be read or told apart, and only shows a preview when asked', async () => {
  const was = city().primaryColour;
  for (const [primaryColour, accentColour, words] of [
    ['#ffee88', '#b5351d', '看不清'],
    ['#0f4a4e', '#104b4f', '太像'],
    ['red;}', '#b5351d', '#0f4a4e 这样'],
  ] as const) {
    const answer = await admin.post('/admin/settings/look', { primaryColour, accentColour });
    expect([words, answer.status, answer.text.includes(words)]).toEqual([words, 422, true]);
  }
  const preview = await admin.post('/admin/settings/look', {
    primaryColour: '#1d5790',
    accentColour: '#8a2a12',
    do: 'preview',
  });
  expect([preview.status, preview.text.includes('fill="#1d5790"'), city().primaryColour]).toEqual([200, true, was]);
  expect((await admin.post('/admin/settings/look', { primaryColour: '#1d5790', accentColour: '#8a2a12' })).status).toBe(
    303,
  );
  expect((await app.inject({ url: '/assets/city.css' })).body).toContain('#1d5790');
});

it('takes an emblem that everybody sees, lets go of the one before, and refuses what is no picture', async () => {
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#0f4a4e' } })
    .png()
    .toBuffer();
  const colours = { primaryColour: '#1d5790', accentColour: '#8a2a12' };
  const put = (bytes: Buffer, name: string) => {
    const form = new FormData();
    for (const [field, value] of Object.entries(colours)) form.append(field, value);
    form.append('emblem', new Blob([new Uint8Array(bytes)]), name);
    return form;
  };
  const send = async (form: FormData) => {
    const packed = new Response(form);
    return { type: packed.headers.get('content-type') ?? '', payload: Buffer.from(await packed.arrayBuffer()) };
  };
  const cookie = await import('../../people.factory.ts').then(({ sessionCookie }) => sessionCookie(k, admin.actor));
  const post = async (form: FormData) => {
    const { type, payload } = await send(form);
    return app.inject({
      method: 'POST',
      url: '/admin/settings/look',
      headers: { cookie, 'content-type': type, 'sec-fetch-site': 'same-origin' },
      payload,
    });
  };
  expect((await post(put(picture, 'e.png'))).statusCode).toBe(303);
  const first = city().emblemFileId;
  expect((await app.inject({ url: `/files/${first}` })).statusCode).toBe(200);
  const script = await post(put(Buffer.from('<svg onload="alert(1)"/>'), 'e.svg'));
  expect([script.statusCode, city().emblemFileId]).toEqual([422, first]);
  expect((await post(put(picture, 'f.png'))).statusCode).toBe(303);
  expect(city().emblemFileId).not.toBe(first);
  expect((await k.files.find(first ?? ''))?.claimed).toBe(false);
  expect((await admin.post('/admin/settings/look', { ...colours, removeEmblem: 'yes' })).status).toBe(303);
  expect(city().emblemFileId).toBeUndefined();
});

it('keeps service time in order and at least one language', async () => {
  const fields = { hotline: '12345', serviceFrom: '09:00', serviceUntil: '08:00', languages: 'zh-CN' };
  expect((await admin.post('/admin/settings/contact', fields)).text).toContain('结束要晚于开始');
  expect((await admin.post('/admin/settings/contact', { ...fields, languages: 'xx' })).status).toBe(422);
  expect((await admin.post('/admin/settings/contact', { ...fields, serviceUntil: '17:30' })).status).toBe(303);
  expect(city().languages).toEqual(['zh-CN']);
  await admin.post('/admin/settings/contact', {
    ...fields,
    serviceUntil: '17:30',
    languages: ['zh-CN', 'zh-TW', 'en'],
  });
});

it('shows how a text will look without HTML of its own, and saves it with who had it before', async () => {
  const evil = '# 约定\n\n<script>alert(1)</script> [点我](javascript:alert(1)) **要紧**';
  const preview = await admin.post('/admin/settings/texts/rules', { chinese: evil, do: 'preview' });
  expect(preview.text).toContain('<strong>要紧</strong>');
  expect(preview.text).not.toContain('<script>alert');
  expect(preview.text).not.toContain('href="javascript');
  expect(city().texts.rules).toBeUndefined();
  expect((await admin.post('/admin/settings/texts/rules', { chinese: '' })).status).toBe(422);
  const version = hidden((await admin.get('/admin/settings/texts/rules')).text, 'version');
  expect((await admin.post('/admin/settings/texts/rules', { chinese: '好好说话', version })).status).toBe(303);
  const late = await admin.post('/admin/settings/texts/rules', { chinese: '别的', version });
  expect([late.status, late.text.includes('别的'), city().texts.rules?.['zh-CN']]).toEqual([409, true, '好好说话']);
  expect((await admin.get('/admin/settings/texts/nothing')).status).toBe(404);
});
