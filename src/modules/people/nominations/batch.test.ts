import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { readTable } from '../../../kernel/sheets/index.ts';
import { mergesXml, rowsXml, workbookXml } from '../../../kernel/sheets/workbook.fixture.ts';
import { makeVisitor, type Visitor } from '../admin/admin.factory.ts';
import { makeOrganisation } from '../organisations/organisations.factory.ts';
import { organisationById } from '../organisations/organisations.queries.ts';
import { makeAccount } from '../people.factory.ts';
import { makeMember } from '../register/register.factory.ts';
import { refuseInvitation } from './answer-invitation.ts';
import { draftBatch, findBatch, handInBatch, letterPurpose } from './hand-in-batch.ts';
import { makeNomination } from './nominations.factory.ts';
import { readBatch } from './read-batch.ts';
import { batchTemplate } from './template.ts';

let k: TestKernel;
let officer: Visitor;
let secretary: Visitor;
let organisation: { id: string; slug: string; name: string };
beforeAll(async () => {
  k = await testKernel();
  const app = await testApp(k);
  officer = await makeVisitor(k, app, []);
  secretary = await makeVisitor(k, app, [{ role: 'secretary' }]);
  const people = [{ accountId: officer.actor.accountId, part: 'liaison_officer' as const }];
  organisation = await makeOrganisation(k, { name: '云川市网络作家协会', people });
});

const head = '姓名,手机,邮箱,类别,推荐理由';
const csv = (...lines: string[]) => Buffer.from([head, ...lines].join('\n'));
const reasons = ({ rejected }: { rejected: readonly { line: number; reason: string }[] }) =>
  rejected.map(({ line, reason }) => [line, reason.split('.').at(-1)]);
const table = (name: string, bytes: Buffer) => ({ name, bytes });

async function invitations() {
  return k.db
    .selectFrom('people.nomination')
    .select(['email', 'phone', 'line', 'organisation_id'])
    .where('state', '=', 'open')
    .orderBy('number')
    .execute();
}

describe('reading a table of nominees', () => {
  it('names every bad row with its line and why', async () => {
    const read = await readBatch(
      k,
      csv(
        '许知远,13800000001,,streamer,写得好',
        '钱一,,qian@example.org,streamer、video_maker,拍得好',
        ',13800000003,,streamer,没有名字',
        '孙三,,,streamer,没有联系方式',
        '李四,138,,streamer,号码不对',
        '周五,,not an address,streamer,邮箱不对',
        '吴六,13800000006,,火箭专家,类别不对',
        '郑七,13800000007,,,没有类别',
        '王八,13800000008,,streamer,',
        '冯九,+86 138-0000-0001,,streamer,号码重复',
        '陈十,,QIAN@example.org,streamer,邮箱重复',
        `褚一,13800000011,,streamer,${'长'.repeat(501)}`,
        '卫二,13800000012,,"streamer,video_maker,online_writer,group_owner",类别太多',
      ),
    );
    expect(read.rows).toBe(13);
    expect(read.good.map(({ name, line }) => [name, line])).toEqual([
      ['许知远', 2],
      ['钱一', 3],
    ]);
    expect(reasons(read)).toEqual([
      [4, 'missing'],
      [5, 'address_missing'],
      [6, 'phone_wrong'],
      [7, 'email_wrong'],
      [8, 'category_unknown'],
      [9, 'category_missing'],
      [10, 'words_missing'],
      [11, 'twice'],
      [12, 'twice'],
      [13, 'words_long'],
      [14, 'categories_many'],
    ]);
  });

  it('understands words and codes of categories, in both languages', async () => {
    const word = k.i18n.t('zh-CN')('people.register.category.streamer');
    const english = k.i18n.t('en')('people.register.category.video_maker');
    const { good, rejected } = await readBatch(k, csv(`许知远,13800000001,,${word}；${english},写得好`));
    expect([good[0]?.categories, rejected]).toEqual([['streamer', 'video_maker'], []]);
  });

  it('reads GB18030, and headings below merged cells with a title above them', async () => {
    const gb = iconv.encode([head, '镕基,13800000001,,streamer,写得好'].join('\r\n'), 'gb18030');
    expect((await readBatch(k, gb)).good).toMatchObject([{ name: '镕基' }]);
    const data = rowsXml([
      ['网络人士推荐汇总表', null, null, null, null],
      ['姓名', '联系方式', null, '类别', '推荐理由'],
      [null, '手机', '邮箱', null, null],
      ['许知远', '13800000001', null, 'streamer', '写得好'],
      ['钱一', null, 'qian@example.org', '不知道', '拍得好'],
    ]);
    const merges = mergesXml('A1:E1', 'A2:A3', 'B2:C2', 'D2:D3', 'E2:E3');
    const file = workbookXml({ sheets: [{ name: '表', data, after: merges }] });
    const read = await readBatch(k, file);
    expect([read.good.map(({ line }) => line), reasons(read)]).toEqual([[4], [[5, 'category_unknown']]]);
  });

  it('says which columns are missing, and takes no more than 1,000 rows', async () => {
    await expect(readBatch(k, Buffer.from('姓名,电话\n许知远,13800000001'))).rejects.toMatchObject({
      code: 'sheets.columns',
      params: { missing: '类别、推荐理由' },
    });
    const lines = Array.from({ length: 1001 }, (_, n) => `人${n},139${String(n).padStart(8, '0')},,streamer,好`);
    await expect(readBatch(k, csv(...lines))).rejects.toMatchObject({ code: 'sheets.too_many_rows' });
    expect((await readBatch(k, csv(...lines.slice(1)))).good).toHaveLength(1000);
    await expect(readBatch(k, csv())).rejects.toMatchObject({ code: 'sheets.empty' });
  });

  it('takes its own template, filled in', async () => {
    const template = await readTable(batchTemplate(k, 'zh-CN'));
    expect(template.headers).toEqual(['姓名', '手机', '邮箱', '类别', '推荐理由']);
    expect(template.sheets).toHaveLength(2);
    const codes = await readTable(batchTemplate(k, 'en'), { sheet: template.sheets[1] && 'Codes of categories' });
    const rows = [];
    for await (const row of codes.rows) rows.push(Object.values(row.cells)[0]);
    expect(rows).toContain('streamer');
  });
});

describe('an organisation’s table', () => {
  it('is looked at first, and sends nothing until it is decided', async () => {
    const bytes = csv('许知远,,xu@example.org,streamer,写得好', '钱一,138,,streamer,号码不对');
    const sent = await officer.upload('/nominate/batch', table('名单.csv', bytes), { organisation: organisation.slug });
    expect(sent.status).toBe(303);
    const page = await officer.get(sent.location);
    for (const text of ['手机号不对', '第 3 行', '只推荐没有问题的 1 位', 'xu@example.org'])
      expect(page.text).toContain(text);
    expect(await invitations()).toEqual([]);
    const strict = await officer.post(sent.location, { mode: 'all' });
    expect([strict.status, strict.text.includes('什么也没有')]).toEqual([422, true]);
    expect(await invitations()).toEqual([]);
    const csvOfBad = await officer.get(`${sent.location}/rejected.csv`);
    expect(csvOfBad.text).toContain('钱一');
    expect((await officer.post(sent.location, { mode: 'good' })).status).toBe(303);
    expect(await invitations()).toMatchObject([{ email: 'xu@example.org', line: 2, organisation_id: organisation.id }]);
    await settle(k);
    expect(await k.notify.loopback.list({ to: 'xu@example.org' })).toHaveLength(1);
  });

  it('is forgotten when it is handed in: lines and reasons stay', async () => {
    const bytes = csv('SECRET名,,secret1@example.org,streamer,SECRET写得好', 'SECRET二,138,,streamer,SECRET');
    const id = await draftBatch(k, officer.actor, {
      organisation: await findOrganisation(),
      secretariat: false,
      bytes,
    });
    await handInBatch(k, officer.actor, id, { allOrNothing: false, letterFileId: null });
    const run = await k.db.selectFrom('kernel.run').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(run.bytes).toBeNull();
    expect(JSON.stringify(run)).not.toMatch(/SECRET|secret1/);
    expect(run.report).toMatchObject({ rows: 2, sent: 1, rejected: [{ line: 3 }] });
    const page = await officer.get(`/nominate/batch/${id}`);
    expect([page.status, page.text.includes('手机号不对'), page.text.includes('SECRET')]).toEqual([200, true, false]);
  });

  it('can be run again, and clicked twice, without writing to anybody twice', async () => {
    const bytes = csv('甲,,again1@example.org,streamer,好', '乙,13800009999,,streamer,好');
    const organisationFound = await findOrganisation();
    for (let n = 0; n < 2; n++) {
      const id = await draftBatch(k, officer.actor, { organisation: organisationFound, secretariat: false, bytes });
      const both = await Promise.allSettled([
        handInBatch(k, officer.actor, id, { allOrNothing: true, letterFileId: null }),
        handInBatch(k, officer.actor, id, { allOrNothing: true, letterFileId: null }),
      ]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
    await settle(k);
    expect(await k.notify.loopback.list({ to: 'again1@example.org' })).toHaveLength(1);
    expect(await k.notify.loopback.list({ to: '+8613800009999' })).toHaveLength(1);
  });

  it('does not say who is a member, was asked or does not want to be', async () => {
    const member = await makeMember(k, { email: 'hidden-member@example.org' });
    const { token } = await makeNomination(k, { email: 'never@example.org' });
    await refuseInvitation(k, token, true);
    const bytes = csv(
      `甲,,${member.email},streamer,好`,
      '乙,,never@example.org,streamer,好',
      '丙,,fresh@example.org,streamer,好',
    );
    const sent = await officer.upload('/nominate/batch', table('a.csv', bytes), { organisation: organisation.slug });
    const page = await officer.get(sent.location);
    expect(page.text).toContain('推荐这 3 位');
    await officer.post(sent.location, { mode: 'all' });
    await settle(k);
    expect(await k.notify.loopback.list({ to: member.email })).toEqual([]);
    expect(await k.notify.loopback.list({ to: 'never@example.org' })).toEqual([]);
    expect(await k.notify.loopback.list({ to: 'fresh@example.org' })).toHaveLength(1);
    expect((await officer.get(sent.location)).text).not.toMatch(/已经是成员|不要再邀请/);
  });

  it('is for whoever speaks for it, and seen by whoever handed it in alone', async () => {
    const stranger = await makeAccount(k);
    const draft = {
      organisation: await findOrganisation(),
      secretariat: false,
      bytes: csv('甲,,s@example.org,streamer,好'),
    };
    await expect(draftBatch(k, stranger, draft)).rejects.toMatchObject({ code: 'kernel.not_allowed' });
    const id = await draftBatch(k, officer.actor, draft);
    await expect(findBatch(k, stranger, id)).rejects.toMatchObject({ code: 'kernel.not_found' });
    expect((await secretary.get(`/secretariat/batches/${id}`)).status).toBe(404);
    expect((await officer.post(`/nominate/batch/${id}/discard`)).status).toBe(303);
    expect(await k.db.selectFrom('kernel.run').select('id').where('id', '=', id).execute()).toEqual([]);
  });

  it('answers a file that is no table with words', async () => {
    const sent = await officer.upload('/nominate/batch', table('a.xlsx', Buffer.from('PK\u0003\u0004 broken')), {
      organisation: organisation.slug,
    });
    expect([sent.status, sent.text.includes('文件坏了')]).toEqual([422, true]);
    expect((await officer.post('/nominate/batch', { organisation: organisation.slug })).text).toContain('还没有选文件');
  });

  it('of 1,000 rows is handed in within seconds', async () => {
    const lines = Array.from({ length: 1000 }, (_, n) => `人${n},,many${n}@example.org,streamer,好`);
    const id = await draftBatch(k, officer.actor, {
      organisation: await findOrganisation(),
      secretariat: false,
      bytes: csv(...lines),
    });
    const started = performance.now();
    await handInBatch(k, officer.actor, id, { allOrNothing: true, letterFileId: null });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect((await invitations()).filter(({ email }) => email?.startsWith('many'))).toHaveLength(1000);
  });

  // A thousand invitations go out here and not in whatever test settles next.
  afterAll(() => settle(k));
});

describe('the secretariat’s table for an organisation', () => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

  it('says who is a member, was asked or does not want to be, and needs the letter', async () => {
    const member = await makeMember(k, { email: 'known-member@example.org' });
    await makeNomination(k, { email: 'waiting@example.org' });
    const { token } = await makeNomination(k, { email: 'nevermore@example.org' });
    await refuseInvitation(k, token, true);
    const bytes = csv(
      `甲,,${member.email},streamer,好`,
      '乙,,waiting@example.org,streamer,好',
      '丙,,nevermore@example.org,streamer,好',
      '丁,,ding@example.org,streamer,好',
    );
    const sent = await secretary.upload('/secretariat/batches', table('a.csv', bytes), {
      organisation: organisation.name,
    });
    expect(sent.status).toBe(303);
    const page = await secretary.get(sent.location);
    for (const text of ['已经是成员', '已经有一份邀请', '本人说过不要再邀请', '只推荐没有问题的 1 位'])
      expect(page.text).toContain(text);
    const without = await secretary.post(sent.location, { mode: 'good' });
    expect([without.status, without.text.includes('还没有附上单位的推荐函')]).toEqual([422, true]);
  });

  it('keeps the letter until one of the people does not accept', async () => {
    const id = await draftBatch(k, secretary.actor, {
      organisation: await findOrganisation(),
      secretariat: true,
      bytes: csv('戊,,wu@example.org,streamer,好', '己,,ji@example.org,streamer,好'),
    });
    const file = await k.files.accept(pdf, {
      name: 'letter.pdf',
      purpose: letterPurpose,
      ownerId: secretary.actor.accountId,
    });
    await handInBatch(k, secretary.actor, id, { allOrNothing: true, letterFileId: file.id });
    expect((await secretary.get(`/files/${file.id}`)).status).toBe(200);
    expect((await officer.get(`/files/${file.id}`)).status).toBe(404);
    expect((await secretary.get('/secretariat/batches')).text).toContain(file.id);
    await settle(k);
    const [mail] = await k.notify.loopback.list({ to: 'wu@example.org' });
    const token = /invitations\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    await refuseInvitation(k, token, false);
    expect((await secretary.get(`/files/${file.id}`)).status).toBe(404);
    await k.files.sweep();
    expect(await k.files.find(file.id)).toBeUndefined();
  });
});

async function findOrganisation() {
  return (await organisationById(k.db, organisation.id))!;
}
