import { describe, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { makeAccount } from '../../people/people.factory.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { publishText } from './documents.factory.ts';
import { blockByAnchor, blocksOf, versionsOf, waitingVersion } from './documents.queries.ts';
import { docx, paragraph } from './docx.fixture.ts';
import { importDocument } from './import-document.ts';
import { discardImport, publishVersion } from './publish-version.ts';
import { changedSince } from './versions/changed-since.ts';

const k = await testKernel();
const one = '步道管理办法\n第一条　步道每天六时开放。\n第二条　步道禁止骑车。\n第三条　犬只应当系绳。';
const two =
  '步道管理办法\n第一条　步道每天五时开放。\n第二条　步道设置饮水点，由管理单位每日维护并且公布水质。\n第三条　步道禁止骑车。';

describe('a text', () => {
  it('waits until it is published, and keeps its anchors in the next version', async () => {
    const { consultation, convener } = await makeConsultation(k, 'draft');
    const { versionNo, report } = await importDocument(k, convener, consultation.id, { text: one });
    expect([versionNo, report.counts.article]).toEqual([1, 3]);
    expect(await blocksOf(k.db, consultation.id)).toEqual([]);
    expect((await waitingVersion(k.db, consultation.id))?.title).toBe('步道管理办法');
    expect(await publishVersion(k, convener, consultation.id, {})).toBe(1);
    expect((await blocksOf(k.db, consultation.id)).map(({ anchor }) => anchor)).toEqual(['art-1', 'art-2', 'art-3']);

    expect(await publishText(k, convener, consultation.id, two)).toBe(2);
    expect((await blocksOf(k.db, consultation.id)).map(({ anchor, label }) => `${label} ${anchor}`)).toEqual([
      '第一条 art-1',
      '第二条 art-2-v2',
      '第三条 art-2',
    ]);
    expect(await changedSince(k.db, consultation.id, 'art-1', 1)).toBe('changed');
    expect(await changedSince(k.db, consultation.id, 'art-2', 1)).toBe('same');
    expect(await changedSince(k.db, consultation.id, 'art-3', 1)).toBe('gone');
    expect((await blockByAnchor(k.db, consultation.id, 'art-3'))?.versionNo).toBe(1);
    expect((await versionsOf(k.db, consultation.id)).map(({ no }) => no)).toEqual([2, 1]);
  });

  it('replaces the one before it as long as nobody has seen that', async () => {
    const { consultation, convener } = await makeConsultation(k, 'draft', { state: 'draft' });
    await publishText(k, convener, consultation.id, one);
    expect(await publishText(k, convener, consultation.id, two, '')).toBe(1);
    expect((await versionsOf(k.db, consultation.id)).map(({ no }) => no)).toEqual([1]);
    expect((await blocksOf(k.db, consultation.id)).map(({ anchor }) => anchor)).toEqual(['art-1', 'art-2', 'art-3']);
  });

  it('that was imported again meanwhile is not published unseen, nor one that says the same, nor a change without a word', async () => {
    const { consultation, convener } = await makeConsultation(k, 'draft');
    await publishText(k, convener, consultation.id, one);
    await importDocument(k, convener, consultation.id, { text: one });
    await expect(publishVersion(k, convener, consultation.id, { note: '改' })).rejects.toMatchObject({
      code: 'consultations.documents.same_text',
    });
    await importDocument(k, convener, consultation.id, { text: two });
    await expect(publishVersion(k, convener, consultation.id, { note: ' ' })).rejects.toMatchObject({
      fields: { note: { key: 'consultations.documents.field.note_missing' } },
    });
    const importedAt = new Date('2026-11-18T00:00:00Z').toISOString();
    await expect(publishVersion(k, convener, consultation.id, { note: '改', importedAt })).rejects.toMatchObject({
      code: 'consultations.documents.other_import',
    });
    await discardImport(k, convener, consultation.id);
    await expect(publishVersion(k, convener, consultation.id, { note: '改' })).rejects.toMatchObject({
      code: 'consultations.documents.nothing_imported',
    });
  });

  it('published twice at once makes one version', async () => {
    const { consultation, convener } = await makeConsultation(k, 'draft');
    await importDocument(k, convener, consultation.id, { text: one });
    const results = await Promise.allSettled([1, 2, 3].map(() => publishVersion(k, convener, consultation.id, {})));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await versionsOf(k.db, consultation.id)).toHaveLength(1);
  });

  it('imported by two at once waits once, and the loser leaves no file behind', async () => {
    const { consultation, convener } = await makeConsultation(k, 'draft');
    const bytes = (words: string) => docx({ body: paragraph(`第一条　${words}。`) + paragraph('第二条　乙。') });
    const results = await Promise.allSettled(
      ['甲', '丙'].map((words) =>
        importDocument(k, convener, consultation.id, { bytes: bytes(words), name: 'a.docx' }),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const waiting = await waitingVersion(k.db, consultation.id);
    expect(waiting?.no).toBe(1);
    expect((await blocksOf(k.db, consultation.id, 1)).map(({ anchor }) => anchor)).toEqual(['art-1', 'art-2']);
    const files = await k.files.ownedBy(k.db, convener.accountId ?? '');
    expect(files.map(({ id }) => id)).toEqual([waiting?.sourceFileId]);
  });

  it('is imported by conveners of its department alone', async () => {
    const { consultation } = await makeConsultation(k, 'draft');
    const other = await makeConsultation(k, 'draft');
    const roles = ['auditor', 'leader', 'moderator', 'organiser'] as const;
    const others = await Promise.all(roles.map((role) => makeAccount(k, { roles: [{ role, departmentId: null }] })));
    for (const actor of [other.convener, ...others, await makeAccount(k, {})]) {
      const refused = { code: 'kernel.not_allowed' };
      await expect(importDocument(k, actor, consultation.id, { text: one })).rejects.toMatchObject(refused);
      await expect(publishVersion(k, actor, consultation.id, {})).rejects.toMatchObject(refused);
      await expect(discardImport(k, actor, consultation.id)).rejects.toMatchObject(refused);
    }
  });

  it('from Word keeps its original', async () => {
    const { consultation, convener } = await makeConsultation(k, 'draft');
    const bytes = docx({
      body: one
        .split('\n')
        .map((line) => paragraph(line))
        .join(''),
    });
    await importDocument(k, convener, consultation.id, { bytes, name: 'C:\\草案\\步道.docx' });
    const waiting = await waitingVersion(k.db, consultation.id);
    expect(waiting).toMatchObject({ sourceKind: 'docx', sourceName: '步道.docx' });
    expect((await k.files.find(waiting?.sourceFileId ?? ''))?.claimed).toBe(true);
  });
});
