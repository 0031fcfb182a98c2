import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { docx, paragraph, stylesXml } from './docx.fixture.ts';
import { readDraft } from './read-draft.ts';
import { chineseNumber, readNumber, readRoman } from './structure/chinese-number.ts';
import { readLabel } from './structure/labels.ts';

const lines = async (text: string) =>
  (await readDraft({ text })).blocks.map(
    ({ kind, label, depth, text: words }) => `${'  '.repeat(depth)}${kind} ${label}|${words}`,
  );

describe('numbers', () => {
  it('of every size are read as they are written', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9999 }), (value) => readNumber(chineseNumber(value)) === value));
  });
  it.each([
    ['一二三', 123],
    ['１２', 12],
    ['一 百 零 五', 105],
    ['十', 10],
    ['百十', 110],
    ['十百', null],
    ['甲', null],
  ])('%s is %s', (text, value) => expect(readNumber(text)).toBe(value));
  it.each([
    ['XIV', 14],
    ['iv', 4],
    ['IIX', null],
    ['', null],
  ])('%s is %s', (text, value) => expect(readRoman(text)).toBe(value));
});

describe('the beginning of a paragraph', () => {
  it.each([
    ['第 三 条　甲', '第三条'],
    ['第１２条 甲', '第12条'],
    ['第一百二十条之二　甲', '第一百二十条之二'],
    ['第三条规定的情形', undefined],
    ['第三条、第四条所称', undefined],
    ['第三条 第一款规定的', undefined],
    ['第三节课的内容', undefined],
    ['第一时间报告', undefined],
    ['（二）甲', '（二）'],
    ['( 2 ) 甲', '(2)'],
    ['3.5 万元以上', undefined],
    ['3. 甲', '3.'],
    ['2026年起', undefined],
    ['1.2 适用范围', '1.2'],
    ['① 甲', '①'],
    ['Article 12. Scope', 'Article 12'],
    ['ARTICLE IV Scope', 'Article IV'],
    ['Section 3 of this Act applies', undefined],
    ['Article 3(2) applies', undefined],
    ['一、总体要求', '一、'],
  ])('%s', (text, label) => expect(readLabel(text)?.text).toBe(label));
});

describe('a text', () => {
  it('without articles is read by its 一、 and （一）', async () => {
    expect(
      await lines(
        '绿道建设行动方案\n为了建设绿道，制定本方案。\n一、总体要求\n坚持以人为本。\n二、主要任务\n（一）加快建设\n三年建成一百公里。\n1.城东区三十公里；\n2.城西区七十公里。\n（二）加强管理。各区应当明确责任单位，落实经费。\n附件：任务分工表\n见表。',
      ),
    ).toEqual([
      'paragraph |为了建设绿道，制定本方案。',
      'chapter 一、|总体要求',
      '  paragraph |坚持以人为本。',
      'chapter 二、|主要任务',
      '  section （一）|加快建设',
      '    paragraph |三年建成一百公里。',
      '      item 1.|城东区三十公里；',
      '      item 2.|城西区七十公里。',
      '  item （二）|加强管理。各区应当明确责任单位，落实经费。',
      'heading |附件：任务分工表',
      '  paragraph |见表。',
    ]);
  });

  it('in English has its parts, articles and items', async () => {
    expect(
      await lines(
        'Riverside Path Rules\nChapter I General\nArticle 1. Purpose\nThese rules protect walkers.\nArticle 2. Scope\nThey apply to:\n(a) paths;\n(b) bridges.\nArticle 1 of the Act stays in force.\nChapter II Use\nArticle 3. Hours',
      ),
    ).toEqual([
      'chapter Chapter I|General',
      '  article Article 1|Purpose',
      '    paragraph |These rules protect walkers.',
      '  article Article 2|Scope',
      '    paragraph |They apply to:',
      '      item (a)|paths;',
      '      item (b)|bridges.',
      '    paragraph |Article 1 of the Act stays in force.',
      'chapter Chapter II|Use',
      '  article Article 3|Hours',
    ]);
    expect(await lines('An Act\nSection 1. Title\nThis is it.\nSection 2. Scope')).toEqual([
      'article Section 1|Title',
      '  paragraph |This is it.',
      'article Section 2|Scope',
    ]);
  });

  it('has its printed contents left out', async () => {
    const draft = await readDraft({
      text: '某办法\n目　录\n第一章　总则 …… 1\n第二章　附则 …… 9\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。',
    });
    expect(draft.blocks.map(({ label }) => label)).toEqual(['第一章', '第一条', '第二章', '第二条']);
    expect(draft.report.leftOut).toEqual({ contents: 3 });
    const word = await readDraft({
      bytes: docx({
        styles: stylesXml,
        body:
          paragraph('某办法', { style: 'Title' }) +
          paragraph('第一章 总则\t1', { style: 'TOC1' }) +
          paragraph('第一章　总则', { style: 'Heading1' }) +
          paragraph('第一条　甲。'),
      }),
      name: 'a.docx',
    });
    expect([word.title, word.blocks.length, word.report.leftOut]).toEqual(['某办法', 2, { contents: 1 }]);
  });

  it('with lines that were only broken, and articles that follow without a blank, is read by its numbers', async () => {
    const body = `<w:p><w:r><w:t>第一条　甲。</w:t><w:br/><w:t>第二条　乙。</w:t><w:br/><w:t>乙的后半。</w:t></w:r></w:p>${paragraph('第三条本办法所称丙。')}${paragraph('第三条规定的丁。')}`;
    const draft = await readDraft({ bytes: docx({ body }), name: 'a.docx' });
    expect(draft.blocks.map(({ kind, label, html }) => `${kind} ${label}|${html}`)).toEqual([
      'article 第一条|甲。',
      'article 第二条|乙。<br>乙的后半。',
      'article 第三条|本办法所称丙。',
      'paragraph |第三条规定的丁。',
    ]);
  });

  it('has the numbers of its articles above their words where they stand so', async () => {
    expect(await lines('办法\n第一条\n甲。\n甲款。\n第二条\n第三条\n丙。')).toEqual([
      'article 第一条|甲。',
      '  paragraph |甲款。',
      'article 第二条|',
      'article 第三条|丙。',
    ]);
  });

  it('whose articles begin anew in every chapter gets one warning', async () => {
    const chapter = (n: string) => `第${n}章 题\n第一条　甲。\n第二条　乙。`;
    const { report } = await readDraft({ text: `办法\n${['一', '二', '三'].map(chapter).join('\n')}` });
    expect(report.warnings).toEqual([{ what: 'restarts', label: '第一条' }]);
  });

  it('of any signs at all is read or refused, and its HTML holds nothing but the tags made here', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '第一条　',
        '第二章',
        '（一）',
        '1.',
        '<b>',
        '</p><script>',
        '&lt;',
        '\n',
        '\n\n',
        '| a | b |\n|---|---|\n',
        '[x](javascript:a)',
        '![i](http://e)',
        '**粗**',
        '# ',
        '\u202e',
        '\0',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const draft = await readDraft({ text: pieces.join('') }).catch((error) => error.code as string);
        if (typeof draft === 'string') {
          expect(draft).toMatch(/^consultations\.documents\./);
          return;
        }
        for (const { html, text, parent, depth } of draft.blocks) {
          const left = html
            .replace(
              /<\/?(?:strong|em|s|u|sup|sub|br|small|table|tbody|tr|td|th)(?: scope="col"| colspan="\d+"| rowspan="\d+")*>/g,
              '',
            )
            .replace(/<a href="https?:[^"<>]*" rel="nofollow noopener">|<\/a>/g, '');
          expect(left).not.toMatch(/[<>]/);
          expect(text).not.toMatch(/[\0\u202e]/);
          expect(parent === null ? 0 : (draft.blocks[parent]?.depth ?? 0) + 1).toBe(depth);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('Markdown', () => {
  it('has headings, tables, lists with their own numbers and bold text', async () => {
    const draft = await readDraft({
      text: '# 步道办法\n\n## 第一章 总则\n\n**第一条** 步道*免费*开放，见[网页](https://example.org)。\n\n1. 慢跑\n2. 散步\n   - 带狗\n\n| 时段 | 用途 |\n|---|---|\n| 早 | 跑 |\n\n![图](http://e.example/x.png)<b>不是粗体</b>',
    });
    expect(draft.title).toBe('步道办法');
    expect(draft.blocks.map(({ kind, label, depth, html }) => `${'  '.repeat(depth)}${kind} ${label}|${html}`)).toEqual(
      [
        'chapter 第一章|总则',
        '  article 第一条|步道<em>免费</em>开放，见<a href="https://example.org" rel="nofollow noopener">网页</a>。',
        '    item 1.|慢跑',
        '    item 2.|散步',
        '      item •|带狗',
        '    table |<table><tbody><tr><th scope="col">时段</th><th scope="col">用途</th></tr><tr><td>早</td><td>跑</td></tr></tbody></table>',
        '    paragraph |&lt;b&gt;不是粗体&lt;/b&gt;',
      ],
    );
    expect(draft.report.leftOut).toEqual({ pictures: 1 });
  });
  it('from a file is read as such, and text in GB 18030 too', async () => {
    expect((await readDraft({ bytes: Buffer.from('第一条 甲。\n\n第二条 乙。'), name: 'a.md' })).report.readAs).toBe(
      'markdown',
    );
    const gb = Buffer.from('b5dad2bbccf520bcd7a1a30ab5dab6feccf520d2d2a1a3', 'hex');
    expect((await readDraft({ bytes: gb, name: 'a.txt' })).blocks.map(({ label }) => label)).toEqual([
      '第一条',
      '第二条',
    ]);
  });
});
