import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction, newId, sql } from '../../../kernel/db/index.ts';
import { createApiKey } from '../../../kernel/http/index.ts';
import { postForm } from '../../people/form-post.fixture.ts';
import { type Actor, anonymous, systemActor } from '../../people/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { commentsOf } from '../comments/comment.queries.ts';
import { paragraphsToChoose } from '../comments/paragraph.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { publishText } from '../documents/documents.factory.ts';
import { forgetOldLetters } from './forget-letters.ts';
import { filesOfLetter, lettersOf, senderOf, senderOfLetter } from './intake.queries.ts';
import { readMail } from './read-mail.ts';
import { readSender } from './read-sender.ts';
import { receiveMail } from './receive-mail.ts';
import { readOut, setAside, type TakeInInput, takeIn, takeInInput } from './take-in.ts';

const k = await testKernel();
const app = await testApp(k);
let consultation: ConsultationOf<'draft'>;
let convener: Awaited<ReturnType<typeof makeAccount>>;
let anchor = '';

beforeAll(async () => {
  ({ consultation, convener } = await makeConsultation(k, 'draft'));
  await publishText(k, convener, consultation.id, '第一条 步道每天六时开放。\n第二条 步道上不骑电动车。');
  anchor = (await paragraphsToChoose(k.db, consultation.id))[0]?.anchor ?? '';
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const paper = (given: Partial<TakeInInput> = {}): TakeInInput => ({
  ...{ way: 'paper', receivedOn: '2026-11-18', name: '张小满', phone: '13900001111', address: '河滨路 8 号' },
  opinions: [
    { anchor, text: '开放时间请再早一点。' },
    { anchor: '', text: '整体写得清楚。' },
  ],
  ...given,
});

/** A message as a mail server writes it. */
function mail({
  from = '=?utf-8?B?5p2O5aSn54i3?= <li@example.test>',
  subject = '=?gb2312?B?0uK8+w==?=',
  id = `<${newId()}@example.test>`,
  parts = ['Content-Type: text/plain; charset=utf-8\r\n\r\n第一条请改成五点半。\r\n我的电话 13800138000。'],
}: {
  from?: string;
  subject?: string;
  id?: string | null;
  parts?: string[];
} = {}): Buffer {
  const head = [
    `From: ${from}`,
    'To: opinions@city.test',
    `Subject: ${subject}`,
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    'Date: Wed, 18 Nov 2026 21:00:00 +0800',
    'MIME-Version: 1.0',
  ].join('\r\n');
  if (parts.length === 1) return Buffer.from(`${head}\r\n${parts[0]}\r\n`);
  const body = parts.map((part) => `--b\r\n${part}\r\n`).join('');
  return Buffer.from(`${head}\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n${body}--b--\r\n`);
}
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('a letter on paper', () => {
  it('is entered by conveners alone, as opinions each with its paragraph and a masked name', async () => {
    for (const who of [
      anonymous,
      systemActor,
      await makeAccount(k),
      await makeAccount(k, { roles: [{ role: 'auditor' }] }),
    ])
      expect(await code(takeIn(k, who as Actor, consultation.id, paper()))).toBe('kernel.not_allowed');
    const { numbers, letterId } = await takeIn(k, convener, consultation.id, paper());
    expect(numbers).toHaveLength(2);
    const rows = (await commentsOf(k.db, consultation.id)).filter(({ number }) => numbers.includes(number));
    expect(rows.map(({ anchor: at, shownAs, way }) => [at, shownAs, way])).toEqual([
      [null, '张**', 'paper'],
      [anchor, '张**', 'paper'],
    ]);
    const page = await app.inject({ url: `/consultations/${consultation.slug}/opinions` });
    expect(page.body).toContain('纸质来信');
    expect(page.body).not.toMatch(/张小满|13900001111|河滨路 8 号/);
    expect(await senderOfLetter(k.db, letterId)).toMatchObject({ name: '张小满', phone: '13900001111' });
    expect(await senderOf(k.db, rows[0]?.id ?? '')).toMatchObject({ name: '张小满', way: 'paper' });
  });

  it('never shows a whole name, whatever was entered', async () => {
    const { numbers } = await takeIn(k, convener, consultation.id, paper({ shownAs: '欧阳小满' }));
    const page = await app.inject({ url: `/consultations/${consultation.slug}/opinions/${numbers[0]}` });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('小满');
  });

  it('takes one address that something can be sent to, or none', async () => {
    for (const email of ['13900001111', 'a@x.test,b@x.test', '张三 <a@x.test>'])
      expect(takeInInput.safeParse(paper({ email })).error?.issues[0]?.path).toEqual(['email']);
    for (const email of ['', 'a@x.test']) expect(takeInInput.safeParse(paper({ email })).success).toBe(true);
  });

  it('sent with the same form is one', async () => {
    const token = newId();
    const all = await Promise.all([1, 2, 3].map(() => takeIn(k, convener, consultation.id, paper({ token }))));
    expect(new Set(all.map(({ letterId }) => letterId)).size).toBe(1);
    expect(new Set(all.map(({ numbers }) => numbers.join())).size).toBe(1);
  });

  it('takes a name to show, a day that has been, an opinion and a paragraph of the text', async () => {
    for (const [given, expected] of [
      [{ name: '' }, 'kernel.invalid'],
      [{ receivedOn: '2026-11-20' }, 'kernel.invalid'],
      [{ opinions: [{ anchor: 'nowhere', text: '说一句' }] }, 'consultations.comments.no_paragraph'],
    ] as const)
      expect(await code(takeIn(k, convener, consultation.id, paper(given as never)))).toBe(expected);
    for (const given of [{ opinions: [] }, { receivedOn: 'x' }, { opinions: [{ text: 'x'.repeat(10_001) }] }])
      await expect(takeIn(k, convener, consultation.id, paper(given as never))).rejects.toThrow();
    const answered = await makeConsultation(k, 'draft', { departmentId: consultation.departmentId });
    await sql`update consultations.consultation set state = 'answered', answered_at = ${k.clock.now()}
      where id = ${answered.consultation.id}`.execute(k.db);
    expect(await code(takeIn(k, answered.convener, answered.consultation.id, paper()))).toBe(
      'consultations.wrong_state',
    );
  });
});

describe('who wrote it', () => {
  it('is read by conveners, and every look stands in the audit log', async () => {
    const { letterId } = await takeIn(k, convener, consultation.id, paper());
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor', departmentId: null }] });
    expect(await code(readSender(k, auditor, consultation, letterId))).toBe('kernel.not_allowed');
    expect(await readSender(k, convener, consultation, letterId)).toMatchObject({ name: '张小满' });
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from kernel.audit_entry
      where action = 'people.personal_data_read' and details->>'letter' = ${letterId}`.execute(k.db);
    expect(rows[0]?.count).toBe(1);
    const other = await makeConsultation(k, 'draft');
    expect(await code(readSender(k, other.convener, other.consultation, letterId))).toBe(
      'consultations.intake.not_found',
    );
  });

  it('goes with the letter when its time is over', async () => {
    const made = await makeConsultation(k, 'draft');
    const { letterId } = await takeIn(
      k,
      made.convener,
      made.consultation.id,
      paper({ opinions: [{ text: '一句话' }] }),
    );
    await sql`update consultations.consultation set state = 'answered', answered_at = ${k.clock.now()}
      where id = ${made.consultation.id}`.execute(k.db);
    expect(await forgetOldLetters(k)).toBe(0);
    const now = k.clock.now();
    k.clock.set(new Date(now.getTime() + 181 * 86_400_000));
    expect(await forgetOldLetters(k)).toBeGreaterThan(0);
    expect(await forgetOldLetters(k)).toBe(0);
    k.clock.set(now);
    expect(await senderOfLetter(k.db, letterId)).toBeUndefined();
    expect(await commentsOf(k.db, made.consultation.id)).toHaveLength(1);
  });
});

describe('an e-mail', () => {
  it('is read as it was meant: encoded names, other character sets, HTML, files', async () => {
    const read = await readMail(
      mail({
        parts: [
          'Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
            Buffer.from([0x3c, 0x70, 0x3e, 0xd2, 0xe2, 0xbc, 0xfb, 0x3c, 0x2f, 0x70, 0x3e]).toString('base64'),
          `Content-Type: image/png; name="=?utf-8?B?5Zu+LnBuZw==?="\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${png}`,
        ],
      }),
    );
    expect(read).toMatchObject({ subject: '意见', sender: { name: '李大爷', email: 'li@example.test' } });
    expect(read.text).toBe('意见');
    expect(read.files.map(({ name }) => name)).toEqual(['图.png']);
    const html = 'Content-Type: text/html; charset=utf-8\r\n\r\n';
    const styled = `${html}<style>p { color: red }</style><p>一&amp;二</p><script>alert(1)</script><p>三</p>`;
    expect((await readMail(mail({ parts: [styled] }))).text).toMatch(/^一&二\s+三$/);
    for (const evil of ['<style>'.repeat(200_000), '<a '.repeat(1_000_000), '<!--'.repeat(1_000_000)]) {
      const before = performance.now();
      await readMail(mail({ parts: [html + evil] }));
      expect(performance.now() - before).toBeLessThan(5000);
    }
  });

  it('waits for a convener, comes in once by its Message-ID, and is nobody else’s to read', async () => {
    const raw = mail();
    const all = await Promise.all([1, 2, 3, 4].map(() => receiveMail(k, systemActor, consultation.id, raw)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ again }) => !again)).toHaveLength(1);
    const waiting = await lettersOf(k.db, consultation.id, { state: 'waiting', after: null, limit: 10 });
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatchObject({ way: 'email', subject: '意见', text: expect.stringContaining('13800138000') });
    const page = await app.inject({ url: `/consultations/${consultation.slug}/opinions` });
    expect(page.body).not.toContain('五点半');
    const address = `/convene/${consultation.slug}/intake/${waiting[0]?.id}`;
    for (const who of [
      await makeAccount(k),
      await makeAccount(k, { roles: [{ role: 'auditor', departmentId: null }] }),
    ])
      expect((await app.inject({ url: address, headers: { cookie: await sessionCookie(k, who) } })).statusCode).toBe(
        403,
      );
    const own = await app.inject({ url: address, headers: { cookie: await sessionCookie(k, convener) } });
    expect(own.statusCode).toBe(200);
    expect(own.body).toContain('五点半');
    expect(own.body).not.toContain('li@example.test');
    const outcomes = await Promise.all(
      [1, 2].map(() =>
        code(
          readOut(k, convener, consultation.id, waiting[0]?.id ?? '', {
            shownAs: '李大爷',
            opinions: [{ anchor, text: '第一条请改成五点半。' }],
          }),
        ),
      ),
    );
    expect(outcomes.sort()).toEqual(['consultations.intake.done_already', 'done']);
    const after = await app.inject({
      url: `/consultations/${consultation.slug}/opinions?anchor=${anchor}&sort=oldest`,
    });
    expect(after.body).toContain('第一条请改成五点半。');
    expect(after.body).not.toContain('13800138000');
  });

  it('keeps what files can be kept and says what was left out', async () => {
    const part = (type: string, name: string, base64: string) =>
      `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`;
    const raw = mail({
      parts: [
        'Content-Type: text/plain; charset=utf-8\r\n\r\n见附件。',
        part('image/png', 'a.png', png),
        part('application/x-msdownload', 'run.exe', Buffer.from('MZ this program').toString('base64')),
        ...Array.from({ length: 12 }, (_, n) => part('image/png', `${n}.png`, png)),
      ],
    });
    const { id } = await receiveMail(k, convener, consultation.id, raw);
    const files = await filesOfLetter(k.db, id);
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(8);
    const [letter] = (await lettersOf(k.db, consultation.id, { state: 'waiting', after: null, limit: 50 })).filter(
      (each) => each.id === id,
    );
    expect(letter?.leftOut).toContain('kind:run.exe');
    expect(letter?.leftOut.filter((each) => each.startsWith('many:')).length).toBeGreaterThan(0);
    const href = `/files/${files[0]?.fileId}`;
    expect((await app.inject({ url: href })).statusCode).not.toBe(200);
    const own = await app.inject({ url: href, headers: { cookie: await sessionCookie(k, convener) } });
    expect(own.statusCode).toBe(200);
    await setAside(k, convener, consultation.id, id, { reason: '只有附件，没有意见。' });
    expect(await code(setAside(k, convener, consultation.id, id, { reason: '再来一次。' }))).toBe(
      'consultations.intake.done_already',
    );
  });

  it('that is none, or hostile, gets a clear answer', async () => {
    const deep = Array.from(
      { length: 300 },
      (_, n) => `Content-Type: multipart/mixed; boundary="x${n}"\r\n\r\n--x${n}\r\n`,
    );
    for (const [raw, expected] of [
      [Buffer.from(''), 'consultations.intake.not_a_mail'],
      [Buffer.from('hello'), 'consultations.intake.not_a_mail'],
      [Buffer.from([0, 1, 2, 255, 254]), 'consultations.intake.not_a_mail'],
      [mail({ from: 'nobody' }), 'consultations.intake.not_a_mail'],
      [Buffer.from(`From: a@b.test\r\n${deep.join('')}`), 'consultations.intake.not_a_mail'],
      [Buffer.from(`From: a@b.test\r\nX: ${'x'.repeat(300_000)}\r\n\r\nhi`), 'consultations.intake.not_a_mail'],
      [Buffer.alloc(15_000_001, 'a'), 'consultations.intake.mail_too_large'],
    ] as const)
      expect(await code(receiveMail(k, systemActor, consultation.id, raw))).toBe(expected);
    const odd = await readMail(
      mail({
        from: '"a\u0000b\u202e" <x@y.test>',
        subject: 'S'.repeat(2000),
        id: null,
        parts: [`\r\n${'长'.repeat(300_000)}`],
      }),
    );
    expect(odd.subject).toHaveLength(300);
    expect(odd.text.length).toBeLessThanOrEqual(200_000);
    expect(odd.leftOut).toEqual(['text:']);
    expect(odd.messageId).toMatch(/^sha256:/);
    expect(JSON.stringify(odd)).not.toMatch(/\\u0000|\u202e/);
  });

  it('is refused where the consultation takes none', async () => {
    const made = await makeConsultation(k, 'draft', { settings: { ways: ['whole'] } });
    expect(await code(receiveMail(k, systemActor, made.consultation.id, mail()))).toBe(
      'consultations.intake.way_closed',
    );
  });
});

describe('the address for programs', () => {
  const url = () => `/api/v1/consultations/${consultation.slug}/mail`;
  const post = (payload: Buffer, headers: Record<string, string>, to = url()) =>
    app.inject({ method: 'POST', url: to, payload, headers: { 'content-type': 'message/rfc822', ...headers } });

  it('takes a key that may, a message as it is, and the same once', async () => {
    const make = (scopes: string[]) =>
      inTransaction(k.db, (tx) => createApiKey(tx, { name: 'mail', scopes, by: null, at: k.clock.now() }));
    const right = { authorization: `Bearer ${(await make(['consultations.mail'])).key}` };
    const wrong = { authorization: `Bearer ${(await make(['cases.write'])).key}` };
    const raw = mail();
    expect((await post(raw, {})).statusCode).toBe(401);
    expect((await post(raw, wrong)).statusCode).toBe(403);
    const first = await post(raw, right);
    expect(first.statusCode).toBe(201);
    const second = await post(raw, right);
    expect(second.statusCode).toBe(200);
    expect(second.json()).toEqual({ id: first.json().id, again: true });
    expect((await post(Buffer.from('x'), right)).statusCode).toBe(422);
    expect((await post(raw, { ...right, 'content-type': 'application/json' })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await post(Buffer.alloc(15_100_000, 'a'), right)).statusCode).toBe(413);
    const prepared = await makeConsultation(k, 'draft', { state: 'draft' });
    for (const slug of [prepared.consultation.slug, 'nothing'])
      expect((await post(raw, right, `/api/v1/consultations/${slug}/mail`)).statusCode).toBe(404);
  });
});

describe('the desk', () => {
  it('takes several opinions in one form, more rows, and keeps all that was typed', async () => {
    const cookie = await sessionCookie(k, convener);
    const url = `/convene/${consultation.slug}/intake/new`;
    const fields = {
      ...{ way: 'paper', receivedOn: '2026-11-18', name: '王二', phone: '', email: '', address: '', shownAs: '王先生' },
      ...{ rows: '2', anchor_0: anchor, text_0: '第一句意见', anchor_1: '', text_1: '第二句意见', token: newId() },
    };
    const more = await postForm(app, url, { ...fields, more: '1' }, { cookie });
    expect(more.body).toContain('name="text_3"');
    expect(more.body).toContain('第二句意见');
    const wrong = await postForm(app, url, { ...fields, text_1: 'x'.repeat(10_001) }, { cookie });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('最多写 10000 个字');
    expect(wrong.body).toContain('第一句意见');
    const sent = await postForm(app, url, fields, { cookie });
    expect(sent.statusCode).toBe(303);
    const page = await app.inject({ url: String(sent.headers.location), headers: { cookie } });
    expect(page.body).toContain('已录入并公开');
    expect(page.body).toContain('第一句意见');
    expect(page.body).not.toContain('王二');
    const looked = await postForm(app, `${String(sent.headers.location).split('?')[0]}/sender`, {}, { cookie });
    expect(looked.body).toContain('王二');
  });

  it('keeps what is being read out while somebody looks who wrote it', async () => {
    const cookie = await sessionCookie(k, convener);
    const { id } = await receiveMail(k, systemActor, consultation.id, mail());
    const url = `/convene/${consultation.slug}/intake/${id}`;
    const page = await app.inject({ url, headers: { cookie } });
    expect(page.body).toMatch(new RegExp(`form="read-form" formaction="${url}/sender" formnovalidate`));
    const typed = { shownAs: '李先生', rows: '4', anchor_3: anchor, text_3: '第一条请改成五点半。' };
    const looked = await postForm(app, `${url}/sender`, typed, { cookie });
    expect(looked.body).toContain('li@example.test');
    expect(looked.body).toContain('value="李先生"');
    expect(looked.body).toMatch(/name="text_3"[^>]*>第一条请改成五点半。/);
  });

  it('takes an .eml file', async () => {
    const cookie = await sessionCookie(k, convener);
    const raw = mail();
    const payload = Buffer.concat([
      Buffer.from(
        '--q\r\nContent-Disposition: form-data; name="mail"; filename="a.eml"\r\nContent-Type: message/rfc822\r\n\r\n',
      ),
      raw,
      Buffer.from('\r\n--q--\r\n'),
    ]);
    const send = (body: Buffer) =>
      app.inject({
        method: 'POST',
        url: `/convene/${consultation.slug}/intake/mail`,
        headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'multipart/form-data; boundary=q' },
        payload: body,
      });
    const sent = await send(payload);
    expect(sent.headers.location).toMatch(/done=received$/);
    expect((await send(Buffer.from('--q--\r\n'))).statusCode).toBe(422);
  });
});
