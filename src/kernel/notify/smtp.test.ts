import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { mailOf } from './mail.ts';
import { isMailAddress, smtpAdapter } from './smtp.ts';

type Mail = { from: string; to: string[]; raw: string };
let mails: Mail[] = [];
let refuse: { code: number; text: string } | undefined;

const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _, done) =>
    username === 'city' && password === 'secret'
      ? done(null, { user: username })
      : done(Object.assign(new Error('no'), { responseCode: 535 })),
  onRcptTo: (_, __, done) => done(refuse && Object.assign(new Error(refuse.text), { responseCode: refuse.code })),
  onData: (stream, { envelope }, done) => {
    stream.toArray().then((chunks) => {
      mails.push({
        from: (envelope.mailFrom as SMTPServerAddress).address,
        to: envelope.rcptTo.map(({ address }) => address),
        raw: Buffer.concat(chunks).toString('utf8'),
      });
      done();
    }, done);
  },
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.server.address() as AddressInfo;
const adapter = smtpAdapter({ url: `smtp://city:secret@127.0.0.1:${port}`, from: '同心 <no-reply@tongxin.test>' });
afterAll(async () => {
  adapter.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
beforeEach(() => {
  mails = [];
  refuse = undefined;
});

const t = (key: string, params?: Record<string, unknown>) => `${key}${params ? JSON.stringify(params) : ''}`;
const input = {
  to: 'li@example.org',
  subject: '您的信有答复了',
  items: [{ title: '您的信有答复了', text: '路灯 <b>已经</b> 修好', url: 'https://tongxin.test/cases/1?a=1&b=2' }],
  name: '李雷',
  city: '同心',
  locale: 'zh-CN' as const,
  messageId: '<d1@tongxin.test>',
  preferencesUrl: 'https://tongxin.test/me/notifications',
};

/** Headers unfolded and encoded words read. */
function header(raw: string, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const value = new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  return value
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString())
    .replace(/\?= =\?/g, '');
}

function parts(raw: string): string[] {
  return raw.split(/\r\n--[^\r\n]+/).flatMap((part) => {
    const body = part.slice(part.indexOf('\r\n\r\n') + 4);
    if (/content-transfer-encoding: base64/i.test(part)) return [Buffer.from(body, 'base64').toString()];
    if (!/content-transfer-encoding: quoted-printable/i.test(part)) return [];
    const bytes = body
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return [Buffer.from(bytes, 'latin1').toString('utf8')];
  });
}

test('a mail arrives as text and as HTML that says the same, with what it takes to turn it off', async () => {
  expect(await adapter.send(mailOf(t, input))).toBe('<d1@tongxin.test>');
  const [mail] = mails;
  expect(mail).toMatchObject({ from: 'no-reply@tongxin.test', to: ['li@example.org'] });
  const raw = mail?.raw ?? '';
  expect(header(raw, 'Subject')).toBe('您的信有答复了');
  expect(header(raw, 'Message-ID')).toBe('<d1@tongxin.test>');
  expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
  expect(header(raw, 'List-Unsubscribe')).toContain('<https://tongxin.test/me/notifications>');
  const [text = '', html = ''] = parts(raw);
  expect(text).toContain('路灯 <b>已经</b> 修好');
  expect(text).toContain('https://tongxin.test/cases/1?a=1&b=2');
  expect(text).toContain('https://tongxin.test/me/notifications');
  expect(html).toContain('路灯 &#60;b&#62;已经&#60;/b&#62; 修好');
  expect(html).toContain('href="https://tongxin.test/cases/1?a=1&#38;b=2"');
  expect(html).toContain('<html lang="zh-CN">');
});

test('a title of several lines adds no header, and an address no second recipient', async () => {
  await adapter.send(mailOf(t, { ...input, subject: 'Hello\r\nBcc: everybody@example.org\r\n\r\nbody' }));
  expect(mails[0]?.to).toEqual(['li@example.org']);
  expect(header(mails[0]?.raw ?? '', 'Bcc')).toBe('');
  expect(header(mails[0]?.raw ?? '', 'Subject')).toContain('Hello Bcc: everybody@example.org');
  for (const to of [
    'li@example.org, han@example.org',
    'Li <li@example.org>',
    'li@example.org\r\nRCPT TO:<han@example.org>',
    'li',
    '',
  ]) {
    await expect(adapter.send(mailOf(t, { ...input, to }))).rejects.toMatchObject({
      code: 'bad_address',
      permanent: true,
    });
  }
  expect(mails).toHaveLength(1);
});

test('an unknown mailbox is for good, a full one is tried again, and the address is not in the error', async () => {
  refuse = { code: 550, text: 'no such user li@example.org' };
  await expect(adapter.send(mailOf(t, input))).rejects.toMatchObject({
    code: 'smtp_550',
    message: 'smtp_550',
    permanent: true,
  });
  refuse = { code: 452, text: 'mailbox of li@example.org is full' };
  await expect(adapter.send(mailOf(t, input))).rejects.toMatchObject({ code: 'smtp_452', permanent: false });
});

test('a wrong password of ours and a server that is away are tried again', async () => {
  const wrong = smtpAdapter({ url: `smtp://city:wrong@127.0.0.1:${port}`, from: 'a@tongxin.test' });
  await expect(wrong.send(mailOf(t, input))).rejects.toMatchObject({ code: 'smtp_535', permanent: false });
  wrong.close();
  const away = smtpAdapter({ url: 'smtp://127.0.0.1:1', from: 'a@tongxin.test' });
  await expect(away.send(mailOf(t, input))).rejects.toMatchObject({ code: 'smtp_ESOCKET', permanent: false });
  away.close();
});

test('addresses', () => {
  for (const good of ['a@b.cn', 'a.b+c@example.org', '李雷@例子.中国']) expect(isMailAddress(good)).toBe(true);
  for (const bad of ['a@b@c', '@b', 'a@', 'a b@c.d', 'a@b,c', `${'a'.repeat(65)}@b.cn`, 'a@b.cn\n'])
    expect(isMailAddress(bad)).toBe(false);
});
