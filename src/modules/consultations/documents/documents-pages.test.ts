import { describe, expect, it } from 'vitest';
import { settle, testApp, testKernel } from '../../../../test/harness.ts';
import { postForm } from '../../people/form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { cancelConsultation } from '../convene/cancel-consultation.ts';
import { publishText } from './documents.factory.ts';
import { waitingVersion } from './documents.queries.ts';
import { docx, paragraph, stylesXml } from './docx.fixture.ts';
import { sendImport } from './import-form.fixture.ts';

const k = await testKernel();
const app = await testApp(k);
const get = (url: string, cookie = '', language = 'zh-CN') =>
  app.inject({ url, headers: { cookie, 'accept-language': language } });

const text =
  '第一章　总则\n第一条　步道每天六时开放。\n第二条　步道禁止骑车。\n第二章　附则\n第三条　本办法自公布之日起施行。';

async function prepared(state: 'draft' | 'open' = 'open') {
  const made = await makeConsultation(k, 'draft', { state });
  return { ...made, slug: made.consultation.slug, cookie: await sessionCookie(k, made.convener) };
}

describe('a draft of sixty articles', () => {
  it('goes from a Word file through the preview to the page that everybody reads', async () => {
    const { slug, cookie, consultation } = await prepared();
    const articles = Array.from({ length: 60 }, (_, i) => `第${i + 1}条　第${i + 1}项规定的内容如下。`);
    const lines = ['河滨步道管理办法', '第一章　总则', ...articles.slice(0, 30), '第二章　附则', ...articles.slice(30)];
    const bytes = docx({ styles: stylesXml, body: lines.map((line) => paragraph(line)).join('') });
    const sent = await sendImport(app, slug, cookie, { file: { name: '办法.docx', bytes } });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/convene/${slug}/text?done=imported#preview`]);

    const desk = await get(`/convene/${slug}/text?done=imported`, cookie);
    expect(desk.statusCode).toBe(200);
    expect(desk.body).toContain('等待公布：河滨步道管理办法');
    expect(desk.body).toContain('id="a-art-60"');
    expect((await get(`/consultations/${slug}/text`)).statusCode).toBe(404);

    const waiting = await waitingVersion(k.db, consultation.id);
    const importedAt = waiting?.createdAt.toISOString() ?? '';
    const published = await postForm(
      app,
      `/convene/${slug}/text/publish`,
      { importedAt, offerSource: 'yes' },
      { cookie },
    );
    expect(published.headers.location).toBe(`/convene/${slug}/text?done=published`);

    const page = await get(`/consultations/${slug}/text`);
    expect(page.statusCode).toBe(200);
    expect(page.body.match(/class="clause article"/g)).toHaveLength(60);
    expect(page.body).toContain('href="#a-ch-2"');
    expect(page.body).toContain('第31条–第60条');
    const original = await get(`/consultations/${slug}/text/1/original`);
    expect(original.statusCode).toBe(302);
    expect((await get(String(original.headers.location))).rawPayload.equals(bytes)).toBe(true);
  });
});

describe('versions', () => {
  it('are compared on a page of their own, in words as well as in signs', async () => {
    const { slug, consultation, convener } = await prepared();
    await publishText(k, convener, consultation.id, `办法\n${text}`);
    expect((await get(`/consultations/${slug}/compare`)).body).toContain('现在只有一版');
    await publishText(k, convener, consultation.id, `办法\n${text.replace('六时', '五时')}`, '开放早一小时。');
    await settle(k);
    const { body } = await get(`/consultations/${slug}/compare`);
    expect(body).toContain('<del><span class="vh"><span lang="zh-CN">（删去：）</span></span>六时</del>');
    expect(body).toContain('<ins><span class="vh"><span lang="zh-CN">（新增：）</span></span>五时</ins>');
    expect(body).toContain('开放早一小时。');
    expect(body).not.toContain('步道禁止骑车');
    expect((await get(`/consultations/${slug}/compare?from=1&to=2&show=all`)).body).toContain('步道禁止骑车');
    expect((await get(`/consultations/${slug}/text?version=1`)).body).toContain('这是第 1 版');
    expect((await get(`/consultations/${slug}/text?version=9`)).statusCode).toBe(404);
  });

  it('that wait are compared with the published one before', async () => {
    const { slug, consultation, convener, cookie } = await prepared();
    await publishText(k, convener, consultation.id, `办法\n${text}`);
    await sendImport(app, slug, cookie, { text: `办法\n${text.replace('六时', '七时')}` });
    expect((await get(`/convene/${slug}/text/compare`, cookie)).body).toContain('七</ins>');
    expect((await get(`/consultations/${slug}/text`)).body).not.toContain('七时');
    const refused = await postForm(app, `/convene/${slug}/text/publish`, { note: '' }, { cookie });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('请用一两句话说明这一版改了什么');
  });
});

describe('what is wrong with a file', () => {
  it.each([
    ['旧.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '旧版的 .doc'],
    [
      '有密码.docx',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      '设有密码',
    ],
    ['草案.pdf', Buffer.from('%PDF-1.7 …'), '这是 PDF'],
    ['空.docx', Buffer.alloc(0), '没有读到文字'],
    ['图.docx', Buffer.from('\x89PNG'), '不是 Word 文件'],
    ['半个.docx', docx({ body: paragraph('第一条　甲。') }).subarray(0, 600), '已经损坏'],
    ['大.docx', Buffer.alloc(30_000_000, 'PK'), '文件太大了'],
  ])('is said beside the field, and what was pasted stays: %s', async (name, bytes, words) => {
    const { slug, cookie } = await prepared();
    const answer = await sendImport(app, slug, cookie, { file: { name, bytes }, text: '第一条　粘贴的。' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain('第一条　粘贴的。');
  });

  it('is said where nothing was given', async () => {
    const { slug, cookie } = await prepared();
    const answer = await sendImport(app, slug, cookie, {});
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('请选一个文件');
  });
});

describe('nobody but its conveners', () => {
  it('sees a text before the consultation is opened, nor an original that is not offered', async () => {
    const { slug, consultation, convener, cookie } = await prepared('draft');
    const bytes = docx({ body: paragraph('第一条　秘密草稿内容。') + paragraph('第二条　乙。') });
    await sendImport(app, slug, cookie, { file: { name: 'a.docx', bytes } });
    const file = (await waitingVersion(k.db, consultation.id))?.sourceFileId ?? '';
    await postForm(app, `/convene/${slug}/text/publish`, { offerSource: 'yes' }, { cookie });
    const stranger = await sessionCookie(k, await makeAccount(k, {}));
    const other = await sessionCookie(k, (await makeConsultation(k, 'draft')).convener);
    for (const who of ['', stranger, other]) {
      for (const url of [
        `/consultations/${slug}/text`,
        `/consultations/${slug}/compare`,
        `/consultations/${slug}/text/1/original`,
        `/files/${file}`,
      ])
        expect((await get(url, who)).statusCode, url).toBe(404);
      expect([302, 303, 403]).toContain((await get(`/convene/${slug}/text`, who)).statusCode);
      expect((await sendImport(app, slug, who, { text: '第一条　坏。' })).statusCode).not.toBe(303);
    }
    expect((await get(`/files/${file}`, cookie)).statusCode).toBe(200);
    expect(await waitingVersion(k.db, consultation.id)).toBeUndefined();
    // Called off before it was opened: nobody ever saw it.
    await cancelConsultation(k, convener, consultation.id, { reason: '不再征求意见。' });
    expect((await get(`/files/${file}`, stranger)).statusCode).toBe(404);
  });

  it('reads what was imported and not published', async () => {
    const { slug, consultation, convener, cookie } = await prepared();
    await publishText(k, convener, consultation.id, `办法\n${text}`);
    await sendImport(app, slug, cookie, { text: '办法\n第一条　还没有公布的内容。' });
    for (const url of ['text', 'text?version=2', 'compare?from=1&to=2', 'text/2/original', 'text/1/original'])
      expect((await get(`/consultations/${slug}/${url}`)).body).not.toContain('还没有公布');
    expect((await get(`/consultations/${slug}/text/1/original`)).statusCode).toBe(404);
  });
});

it('is read in English too', async () => {
  const { slug, consultation, convener, cookie } = await prepared();
  await publishText(k, convener, consultation.id, `办法\n${text}`);
  const page = await get(`/consultations/${slug}/text`, '', 'en');
  expect(page.body).toContain('<div class="draft-text" lang="zh-CN">');
  expect((await get(`/convene/${slug}/text`, cookie, 'en')).body).toContain('Bring in another text');
  await publishText(
    k,
    convener,
    consultation.id,
    'Path Rules\nArticle 1. Purpose of these rules\nArticle 2. Scope of these rules',
  );
  await settle(k);
  expect((await get(`/consultations/${slug}/text`, '', 'en')).body).toContain('<div class="draft-text">');
  expect((await get(`/consultations/${slug}/text`)).body).toContain('<div class="draft-text" lang="en">');
});
