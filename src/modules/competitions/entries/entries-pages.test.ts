import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel, testNow } from '../../../../test/harness.ts';
import { madeMp3, madeMp4 } from '../../../kernel/files/media.fixture.ts';
import type { App } from '../../../kernel/http/index.ts';
import { type Answer, postForm } from '../../people/form-post.fixture.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { makeCompetition, makeDuty } from '../competitions.factory.ts';
import { entriesAsTheyAre } from './entries.factory.queries.ts';
import { ownFiles } from './file.queries.ts';
import { mayReadFile } from './file-access.ts';
import { handIn } from './hand-in.ts';
import { entryById } from './own-entry.queries.ts';
import { saveEntry } from './save-entry.ts';
import { startEntry } from './start-entry.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;

let k: TestKernel;
let app: App;
let competition: Competition;
let organiser: Account;
let entrant: Account;
let cookie: string;

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

beforeEach(async () => {
  k.clock.set(testNow);
  const settings = { media: ['image', 'audio', 'video', 'document', 'link'], mostFiles: 4 };
  const stages = [
    { kind: 'entry' as const, from: -1, to: 10, settings },
    { kind: 'screening' as const, from: 11, to: 20 },
    { kind: 'results' as const, from: 60 },
  ];
  ({ competition, organiser } = await makeCompetition(k, { stages, categories: ['手艺', '短片'] }));
  entrant = await makeAccount(k, { name: '程伞匠' });
  cookie = await sessionCookie(k, entrant);
});

const boundary = '----tongxinentry';

/** Posts the form of an entry as a browser does, with files. */
function send(
  id: string,
  fields: Record<string, string>,
  files: [name: string, bytes: Buffer][] = [],
): Promise<Answer> {
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...files.map(([name, bytes]) =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: image/png\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n'),
      ]),
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return app.inject({
    method: 'POST',
    url: `/me/entries/${id}`,
    payload: Buffer.concat(parts),
    headers: {
      cookie,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'sec-fetch-site': 'same-origin',
    },
  });
}

const texts = { title: '油纸伞', byLine: '程伞庄', body: '三代人做伞。', summary: '' };
const get = (url: string, as = cookie) => app.inject({ url, headers: as ? { cookie: as } : {} });

async function begun(): Promise<string> {
  const answer = await postForm(app, `/competitions/${competition.slug}/enter`, { way: 'self' }, { cookie });
  return answer.headers.location?.toString().split('/').at(-1) ?? '';
}

describe('from entering to handing in', () => {
  it('by forms alone: begin, write, add files, describe and move them, hand in, withdraw', async () => {
    expect((await get(`/competitions/${competition.slug}/enter`)).body).toContain('开始写');
    const id = await begun();
    expect((await get(`/me/entries/${id}`)).body).toContain('保存草稿');
    const added = await send(id, { ...texts, version: '1', link: 'example.org/film', do: 'save' }, [
      ['歌.mp3', madeMp3()],
      ['片.mp4', madeMp4()],
    ]);
    expect(added.headers.location).toBe(`/me/entries/${id}?done=saved`);
    const files = await ownFiles(k.db, id);
    expect(files.map(({ kind }) => kind)).toEqual(['audio', 'video', 'link']);
    const page = (await get(`/me/entries/${id}`)).body;
    for (const part of ['<audio', '<video', 'rel="nofollow noopener ugc"', 'https://example.org/film'])
      expect(page).toContain(part);
    const moved = await send(id, {
      ...texts,
      ...{ title: '新的名字', [`caption_${files[0]?.id}`]: '主题歌', do: `up:${files[1]?.id}` },
    });
    expect(moved.statusCode).toBe(303);
    expect((await ownFiles(k.db, id)).map(({ kind, caption }) => [kind, caption])).toEqual([
      ['video', ''],
      ['audio', '主题歌'],
      ['link', ''],
    ]);
    expect((await entryById(k.db, id))?.title).toBe('新的名字');
    const refused = await send(id, { ...texts, do: 'hand_in' });
    expect([refused.statusCode, refused.body.includes('请先同意公开')]).toEqual([422, true]);
    const handed = await send(id, { ...texts, agree: 'yes', do: 'hand_in' });
    expect(handed.headers.location).toBe(`/me/entries/${id}?done=handed_in`);
    const again = await send(id, { ...texts, agree: 'yes', do: 'hand_in' });
    expect(again.statusCode).toBe(303);
    expect((await get('/me/entries')).body).toContain('第 1 号');
    expect((await send(id, { do: 'withdraw' })).headers.location).toBe('/me/entries?done=withdrawn');
    expect((await entryById(k.db, id))?.state).toBe('withdrawn');
  });

  it('keeps all that was typed where a file is refused, and takes the sound ones', async () => {
    const id = await begun();
    const answer = await send(
      id,
      { ...texts, version: '1', link: 'javascript:alert(1)', do: 'hand_in', agree: 'yes' },
      [
        ['logo.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
        ['page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>')],
        ['歌.mp3', madeMp3()],
      ],
    );
    expect(answer.statusCode).toBe(422);
    for (const said of ['这种文件收不了', '不是网页地址', '三代人做伞。', 'value="javascript:alert(1)"'])
      expect(answer.body).toContain(said);
    expect(answer.body).not.toContain('href="javascript:');
    expect((await ownFiles(k.db, id)).map(({ kind }) => kind)).toEqual(['audio']);
    expect(await entryById(k.db, id)).toMatchObject({ state: 'draft', body: '三代人做伞。' });
  });

  it('takes no more than four of a thousand files', async () => {
    const id = await begun();
    const answer = await send(
      id,
      { ...texts, version: '1', do: 'save' },
      Array.from({ length: 1000 }, (_, n): [string, Buffer] => [`${n}.mp3`, madeMp3(3)]),
    );
    expect(answer.statusCode).toBeLessThan(500);
    expect((await ownFiles(k.db, id)).length).toBeLessThanOrEqual(4);
    expect((await get(`/me/entries/${id}`)).statusCode).toBe(200);
  });

  it('answers huge texts and forms that lie about version, deed and file', async () => {
    const id = await begun();
    expect((await send(id, { ...texts, body: '字'.repeat(60_000), version: '1' })).statusCode).toBe(422);
    expect((await send(id, { ...texts, version: '99' })).statusCode).toBe(409);
    expect((await send(id, { ...texts, version: 'x' })).statusCode).toBe(422);
    for (const deed of ['up:', 'remove:x', `cover:${'a'.repeat(5000)}`, '__proto__', 'hand_in:1'])
      expect((await send(id, { ...texts, do: deed })).statusCode).toBeLessThan(500);
    expect((await entryById(k.db, id))?.state).toBe('draft');
  });

  it('autosave keeps texts, says when another window was quicker, and never touches what was handed in', async () => {
    const id = await begun();
    const save = (fields: Record<string, string>) => postForm(app, `/me/entries/${id}/autosave`, fields, { cookie });
    expect((await save({ ...texts, version: '1' })).json()).toEqual({ version: 2 });
    const late = await save({ ...texts, title: '别的', version: '1' });
    expect([late.statusCode, late.json().code]).toEqual([409, 'competitions.entries.changed_elsewhere']);
    const long = await save({ ...texts, title: '字'.repeat(99), version: '2' });
    expect([long.statusCode, long.json().fields]).toEqual([422, ['title']]);
    await handIn(k, entrant, id, { agree: 'yes' });
    expect((await save({ ...texts, title: '偷偷改', version: '3' })).statusCode).toBe(409);
    expect((await entryById(k.db, id))?.title).toBe('油纸伞');
    const stranger = await sessionCookie(k, await makeAccount(k));
    expect((await postForm(app, `/me/entries/${id}/autosave`, texts, { cookie: stranger })).statusCode).toBe(404);
    expect((await postForm(app, `/me/entries/${id}/autosave`, texts)).statusCode).toBe(401);
  });

  it('is shown to nobody else', async () => {
    const id = await begun();
    const stranger = await sessionCookie(k, await makeAccount(k));
    const boss = await sessionCookie(k, organiser);
    for (const url of [`/me/entries/${id}`, `/me/entries/${id}/team`]) {
      expect((await get(url, stranger)).statusCode).toBe(404);
      expect((await get(url, boss)).statusCode).toBe(404);
      expect((await get(url, '')).statusCode).toBe(303);
    }
    expect((await get('/competitions/no-such/enter')).statusCode).toBe(404);
    const { competition: hidden } = await makeCompetition(k, { state: 'draft' });
    expect((await get(`/competitions/${hidden.slug}/enter`)).statusCode).toBe(404);
  });
});

describe('a file of an entry', () => {
  it('is its makers’ while it is a draft, screeners’ once handed in, everybody’s once accepted', async () => {
    const id = await begun();
    await send(id, { ...texts, version: '1' }, [['李四_歌.mp3', madeMp3()]]);
    const [file] = await ownFiles(k.db, id);
    const url = `/files/${file?.fileId}`;
    const [boss, juror, stranger] = [
      await sessionCookie(k, organiser),
      await sessionCookie(k, await makeDuty(k, competition, 'juror')),
      await sessionCookie(k, await makeAccount(k)),
    ];
    const codes = async () => [
      (await get(url)).statusCode,
      (await get(url, boss)).statusCode,
      (await get(url, juror)).statusCode,
      (await get(url, stranger)).statusCode,
      (await get(url, '')).statusCode,
    ];
    expect(await codes()).toEqual([200, 404, 404, 404, 404]);
    await handIn(k, entrant, id, { agree: 'yes' });
    expect(await codes()).toEqual([200, 200, 200, 404, 404]);
    const heard = await get(url, juror);
    expect(heard.headers['content-disposition']).not.toContain('%E6%9D%8E');
    expect(heard.headers['content-type']).toBe('audio/mpeg');
    const { decideEntry } = await import('../screening/decide-entry.ts');
    k.clock.set(new Date(testNow.getTime() + 11.5 * 86_400_000));
    await decideEntry(k, organiser, competition.id, { entryId: id, decision: 'accepted' });
    expect((await get(url, '')).statusCode).toBe(200);
  });

  it('by policy: duties, members and auditors, and drafts for none of them', async () => {
    const facts = { departmentId: 'd', state: 'open' };
    const somebody = { ...entrant, accountId: 'a', roles: [], secondFactor: true };
    const file = { accountId: 'o', members: ['m'], entryState: 'submitted' as const };
    const reads = (actor: object, duties: string[], state: string = 'submitted') =>
      mayReadFile(
        { ...somebody, ...actor },
        { ...file, entryState: state as 'draft' },
        { ...facts, duties: duties as [] },
      );
    expect(reads({ accountId: 'o' }, [], 'draft')).toBe(true);
    expect(reads({ accountId: 'm' }, [], 'draft')).toBe(true);
    for (const duty of ['juror', 'chair', 'observer']) {
      expect(reads({}, [duty])).toBe(true);
      for (const state of ['draft', 'withdrawn']) expect(reads({}, [duty], state)).toBe(false);
    }
    expect(reads({}, ['screener'])).toBe(false);
    const staff = { roles: [{ role: 'editor', departmentId: null }] };
    expect(reads(staff, ['screener'])).toBe(true);
    expect(reads({ ...staff, secondFactor: false }, ['screener'])).toBe(false);
    expect(reads({ roles: [{ role: 'organiser', departmentId: 'other' }] }, [])).toBe(false);
    expect(reads({ roles: [{ role: 'auditor', departmentId: null }] }, [])).toBe(true);
    expect(reads({ accountId: null }, [])).toBe(false);
  });
});

describe('the organisers’ list', () => {
  const enter = async (who: Account, title: string) => {
    const id = await startEntry(k, who, competition.id, {});
    await saveEntry(k, who, id, { ...texts, title });
    await handIn(k, who, id, { agree: 'yes' });
    return id;
  };

  it('has what was handed in and no drafts; contacts only when asked for, and that is written down', async () => {
    await enter(entrant, '=HYPERLINK("x")');
    const drafter = await makeAccount(k);
    const draft = await startEntry(k, drafter, competition.id, {});
    await saveEntry(k, drafter, draft, { ...texts, title: '还是草稿的伞' });
    const boss = await sessionCookie(k, organiser);
    const here = `/organise/${competition.slug}/entries`;
    const page = (await get(here, boss)).body;
    expect(page).toContain('还有 1 份草稿');
    for (const hidden of ['还是草稿的伞', entrant.email]) expect(page).not.toContain(hidden);
    const looks = async () => (await get('/me/data', cookie)).body.includes('组织者');
    expect(await looks()).toBe(false);
    const csv = await get(`${here}.csv`, boss);
    expect(csv.body).toContain("'=HYPERLINK");
    expect(csv.body).not.toContain(entrant.email);
    expect(await looks()).toBe(false);
    const shown = await postForm(app, `${here}/1/contact`, {}, { cookie: boss });
    expect(shown.body).toContain(entrant.email);
    expect(await looks()).toBe(true);
    expect((await get(`${here}.csv?contacts=yes`, boss)).body).toContain(entrant.email);
    const xlsx = await get(`${here}.xlsx?contacts=yes`, boss);
    expect([xlsx.statusCode, xlsx.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  });

  it('is for organisers, screeners and auditors alone; contacts not for auditors', async () => {
    await enter(entrant, '伞');
    const here = `/organise/${competition.slug}/entries`;
    const code = async (who: Account, url = here) => (await get(url, await sessionCookie(k, who))).statusCode;
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor' }] });
    expect(await code(await makeDuty(k, competition, 'screener'))).toBe(200);
    expect(await code(auditor)).toBe(200);
    expect(await code(auditor, `${here}.csv?contacts=yes`)).toBe(403);
    for (const duty of ['juror', 'chair', 'observer'] as const)
      expect(await code(await makeDuty(k, competition, duty))).toBe(403);
    expect(
      await code(
        await makeAccount(k, {
          roles: [{ role: 'organiser', departmentId: (await makeCompetition(k)).competition.departmentId }],
        }),
      ),
    ).toBe(403);
    expect(await code(entrant)).toBe(403);
    expect((await postForm(app, `${here}/1/contact`, {}, { cookie: await sessionCookie(k, auditor) })).statusCode).toBe(
      403,
    );
  });

  it('takes an entry out with a reason, and pages by number', async () => {
    const open = await makeCompetition(k, {
      departmentId: competition.departmentId,
      stages: [
        { kind: 'entry', from: -1, to: 5 },
        { kind: 'results', from: 9 },
      ],
    });
    ({ competition, organiser } = open);
    for (let n = 0; n < 51; n++) await enter(await makeAccount(k), `伞${n}`);
    const boss = await sessionCookie(k, organiser);
    const here = `/organise/${competition.slug}/entries`;
    const first = (await get(here, boss)).body;
    expect([first.includes('伞49'), first.includes('伞50')]).toEqual([true, false]);
    expect((await get(`${here}?after=50`, boss)).body).toContain('伞50');
    expect((await get(`${here}?after=-5&state=x&category=y`, boss)).statusCode).toBe(200);
    expect((await postForm(app, `${here}/3/disqualify`, { reason: ' ' }, { cookie: boss })).statusCode).toBe(422);
    const done = await postForm(app, `${here}/3/disqualify`, { reason: '照片是别人的' }, { cookie: boss });
    expect(done.headers.location).toBe(`${here}/3?done=disqualified`);
    expect((await entriesAsTheyAre(k.db, competition.id)).filter(({ state }) => state === 'disqualified')).toHaveLength(
      1,
    );
    expect((await get(`${here}/999`, boss)).statusCode).toBe(404);
    expect((await get(`${here}/1e9`, boss)).statusCode).toBe(404);
  });
});
