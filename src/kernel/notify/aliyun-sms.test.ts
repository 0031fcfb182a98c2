import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../time/index.ts';
import { aliyunSms, canonicalQuery, signAcs3 } from './aliyun-sms.ts';

const keySecret = 'secret of the test';
type Seen = { query: Record<string, string>; date: string; nonce: string };
let seen: Seen[] = [];
let answer: { status: number; body: string };

/** A gateway that checks the signature from the raw request, as the real one does. */
const gateway = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://gateway');
  const header = (name: string) => String(request.headers[name] ?? '');
  const [, signedHeaders = '', signature = ''] =
    /^ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      header('authorization'),
    ) ?? [];
  const names = signedHeaders.split(';');
  const lines = names.map((name) => `${name}:${header(name)}\n`).join('');
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const [path, query] = (request.url ?? '').split('?');
  const canonical = [request.method, path, query, lines, names.join(';'), hash('')].join('\n');
  const expected = createHmac('sha256', keySecret)
    .update(`ACS3-HMAC-SHA256\n${hash(canonical)}`)
    .digest('hex');
  const complete = [
    'host',
    'x-acs-action',
    'x-acs-content-sha256',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-version',
  ].every((name) => names.includes(name));
  response.setHeader('content-type', 'application/json');
  if (signature !== expected || !complete) {
    response.writeHead(400).end(JSON.stringify({ Code: 'SignatureDoesNotMatch' }));
    return;
  }
  seen.push({
    query: Object.fromEntries(url.searchParams),
    date: header('x-acs-date'),
    nonce: header('x-acs-signature-nonce'),
  });
  response.writeHead(answer.status).end(answer.body);
});
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
afterAll(() => void gateway.close());

beforeEach(() => {
  seen = [];
  answer = {
    status: 200,
    body: JSON.stringify({ Code: 'OK', Message: 'OK', BizId: '9006197469364984400', RequestId: 'r' }),
  };
});

const options = {
  url,
  keyId: 'LTAItest',
  keySecret,
  sign: '市民热线',
  templates: { '*': 'SMS_1', 'people.code': 'SMS_2' },
  clock: fixedClock('2026-11-19T02:00:00Z'),
};
const message = {
  to: '+8613800000000',
  text: '您的信有答复了 https://tongxin.test/cases/1',
  kind: 'cases.replied',
  params: { number: '1' },
};

test('the signature is that of the example in the published description of the protocol', () => {
  const signed = signAcs3({
    method: 'POST',
    path: '/',
    query: { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' },
    headers: {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    },
    body: '',
    keyId: 'YourAccessKeyId',
    keySecret: 'YourAccessKeySecret',
  });
  expect(signed.Authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
});

test('what encodeURIComponent leaves alone is encoded where the protocol wants it', () => {
  expect(canonicalQuery({ b: "!'()* ~", a: '中' })).toBe('a=%E4%B8%AD&b=%21%27%28%29%2A%20~');
});

test('a text goes into the common template, and the gateway accepts the signature', async () => {
  expect(await aliyunSms(options).send(message)).toBe('9006197469364984400');
  expect(seen).toEqual([
    {
      query: {
        PhoneNumbers: '13800000000',
        SignName: '市民热线',
        TemplateCode: 'SMS_1',
        TemplateParam: JSON.stringify({ text: message.text }),
      },
      date: '2026-11-19T02:00:00Z',
      nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
});

test('a kind with a template of its own is given its values, and numbers abroad keep their country', async () => {
  await aliyunSms(options).send({ to: '+85261234567', text: '', kind: 'people.code', params: { code: '123456' } });
  expect(seen[0]?.query).toMatchObject({
    PhoneNumbers: '85261234567',
    TemplateCode: 'SMS_2',
    TemplateParam: '{"code":"123456"}',
  });
});

test.each([
  [{ status: 200, body: '{"Code":"isv.BUSINESS_LIMIT_CONTROL"}' }, 'sms_isv.BUSINESS_LIMIT_CONTROL', false],
  [
    { status: 200, body: '{"Code":"isv.MOBILE_NUMBER_ILLEGAL","Message":"13800000000 is wrong"}' },
    'sms_isv.MOBILE_NUMBER_ILLEGAL',
    true,
  ],
  [{ status: 503, body: '<html>busy</html>' }, 'sms_http_503', false],
  [{ status: 500, body: '{}' }, 'sms_http_500', false],
])('an answer %j', async (given, code, permanent) => {
  answer = given;
  await expect(aliyunSms(options).send(message)).rejects.toMatchObject({ code, permanent, message: code });
});

test('a wrong secret, a wrong number, a missing template and a gateway that is away are told apart', async () => {
  await expect(aliyunSms({ ...options, keySecret: 'other' }).send(message)).rejects.toMatchObject({
    code: 'sms_SignatureDoesNotMatch',
    permanent: false,
  });
  await expect(aliyunSms(options).send({ ...message, to: '13800000000;x' })).rejects.toMatchObject({
    code: 'bad_number',
    permanent: true,
  });
  await expect(aliyunSms({ ...options, templates: {} }).send(message)).rejects.toMatchObject({
    code: 'sms_no_template',
    permanent: true,
  });
  await expect(aliyunSms({ ...options, url: 'http://127.0.0.1:1' }).send(message)).rejects.toMatchObject({
    code: 'sms_ECONNREFUSED',
    permanent: false,
  });
});
