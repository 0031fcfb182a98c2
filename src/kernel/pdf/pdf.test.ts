import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type PdfMeta, type PdfPage, renderPdf } from './index.ts';

const meta: PdfMeta = { title: '聘书', lang: 'zh-CN', at: new Date('2026-11-19T02:00:00Z'), author: '栖川市秘书处' };
const render = (build: (page: PdfPage) => void, changes: Partial<PdfMeta> = {}) =>
  renderPdf({ ...meta, ...changes }, build);

/** What another program reads in it. Fails where poppler-utils is not installed: nothing here may pass unread. */
const read = (pdf: Buffer, ...args: string[]) =>
  execFileSync('pdftotext', [...args, '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 1 << 26 });
const info = (pdf: Buffer) => execFileSync('pdfinfo', ['-struct-text', '-'], { input: pdf, encoding: 'utf8' });
const facts = (pdf: Buffer) => execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' });
const flat = (text: string) => text.replace(/\s+/g, '');

describe('a PDF', () => {
  it('gives its text back, has a title, a language, a structure, one page of A4', async () => {
    const pdf = await render((page) => {
      page.opening({ office: '栖川市交通运输局', title: '聘书', number: '栖聘 2026-0001', emblem: true });
      page.paragraph('陈镕㛃女士：');
      page.paragraph('兹聘请您为本局特约监督员，聘期三年，自 2026 年 11 月 19 日起。', { voice: 'letter' });
      page.facts([{ label: '联系部门', value: '运输管理科' }]);
      page.list(['查看站点', '提出建议'], { numbered: true });
      page.signature(['栖川市交通运输局', '2026 年 11 月 19 日'], { seal: '聘用' });
      page.qr({ url: 'https://example.org/appointments/verify/2026-0001', caption: '扫码核对这份聘书' });
    });
    const text = flat(read(pdf));
    for (const part of ['陈镕㛃女士：', '兹聘请您为本局特约监督员，聘期三年', '扫码核对这份聘书', '1/1']) {
      expect(text).toContain(flat(part));
    }
    expect(facts(pdf)).toMatch(/Title:\s+聘书/);
    expect(facts(pdf)).toMatch(/Pages:\s+1\n/);
    expect(facts(pdf)).toMatch(/A4/);
    expect(facts(pdf)).toMatch(/Tagged:\s+yes/);
    expect(info(pdf)).toMatch(/H1[\s\S]*Figure/);
    expect(pdf.toString('latin1')).toContain('/Lang (zh-CN)');
    expect(pdf.length).toBeLessThan(80_000);
  });

  it('is the same file when made again', async () => {
    const build = (page: PdfPage) => page.paragraph('同样的内容');
    expect((await render(build)).equals(await render(build))).toBe(true);
  });

  it('shows 〓 for what the font lacks, one for each, and drops what cannot be seen', async () => {
    const family = '👨‍👩‍👧';
    const pdf = await render((page) => page.paragraph(`甲${family}乙𠮷丙\u202e丁\u0000戊❤️己\u200b庚`));
    expect(flat(read(pdf))).toContain('甲〓乙〓丙丁戊〓己庚');
  });

  it('holds its table together over pages: headings on each, each row once, a long cell whole', async () => {
    const long = '长'.repeat(4000);
    const rows = Array.from({ length: 150 }, (_, at) => [`行${at + 1}。`, at === 70 ? `${long}完` : '事项', `${at}`]);
    const columns = [{ header: '序' }, { header: '做了什么', share: 4 }, { header: '小时', align: 'end' as const }];
    const pdf = await render((page) => page.table(columns, rows));
    const pages = read(pdf)
      .split('\f')
      .filter((text) => text.trim() !== '');
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) expect(flat(page)).toContain('做了什么');
    const text = flat(pages.join(''));
    for (const [name = ''] of rows) expect(text.split(name).length - 1).toBe(1);
    expect(text.match(/长/g)).toHaveLength(4000);
    expect(flat(pages.at(-1) ?? '')).toContain(`${pages.length}/${pages.length}`);
  });

  it('takes hostile text: endless words, empty strings, line breaks in titles, nothing at all', async () => {
    const pdf = await render(
      (page) => {
        page.opening({ title: 'a\nb', office: '', number: '\n\n' });
        page.paragraph('');
        page.paragraph('x'.repeat(20_000));
        page.paragraph('。'.repeat(5_000));
        page.paragraph('\n'.repeat(300));
        page.heading('');
        page.table([{ header: '' }], []);
        page.table([{ header: 'A' }], [[], ['', 'more than columns']]);
        page.facts([{ label: '长'.repeat(200), value: '' }]);
        page.list([]);
        page.signature([]);
        page.signHere([]);
        page.qr({ url: `https://example.org/?q=${'%E5'.repeat(100)}`, caption: '' });
      },
      { title: '(\\)\n<title>' },
    );
    expect(facts(pdf)).toMatch(/Title:\s+\(\\\) <title>/);
    expect(read(pdf).match(/x/g)?.length).toBeGreaterThanOrEqual(20_000);
    expect(flat(await render(() => {}).then((empty) => read(empty)))).toContain('1/1');
  });

  it('leaves no heading alone at the foot of a page', async () => {
    for (let lines = 25; lines < 40; lines += 1) {
      const pdf = await render((page) => {
        for (let at = 0; at < lines; at += 1) page.paragraph('一行字');
        page.heading('标题在此');
        page.paragraph('标题下的字');
      });
      const page = read(pdf)
        .split('\f')
        .find((text) => text.includes('标题在此'));
      expect(page).toContain('标题下的字');
    }
  });
});
