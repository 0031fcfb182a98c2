import { describe, expect, it } from 'vitest';
import { docx, notesXml, numbering, paragraph, run, stylesXml, table } from './docx.fixture.ts';
import { readDraft } from './read-draft.ts';

const read = (bytes: Buffer, name = '草案.docx') => readDraft({ bytes, name });
const lines = (draft: Awaited<ReturnType<typeof readDraft>>) =>
  draft.blocks.map(({ kind, label, depth, text }) => `${'  '.repeat(depth)}${kind} ${label}|${text}`);

describe('a Word file', () => {
  it('has chapters, sections, articles, paragraphs and items by numbers that were typed', async () => {
    const draft = await read(
      docx({
        body: [
          '云川市公共停车管理条例',
          '（征求意见稿）',
          '第一章　总　则',
          '第一条　为了规范停车管理，制定本条例。',
          '第二条　本市行政区域内适用本条例。',
          '第一条所称停车场，包括公共停车场。',
          '第二章　规划与建设',
          '第一节　规划',
          '第三条　市规划部门应当会同下列部门编制规划：',
          '（一）公安机关；',
          '（二）城市管理部门：',
          '1.市级；',
          '2.区级；',
          '（三）其他部门。',
          '前款规划应当公开。',
        ]
          .map((text) => paragraph(text))
          .join(''),
      }),
    );
    expect(draft.title).toBe('云川市公共停车管理条例（征求意见稿）');
    expect(lines(draft)).toEqual([
      'chapter 第一章|总　则',
      '  article 第一条|为了规范停车管理，制定本条例。',
      '  article 第二条|本市行政区域内适用本条例。',
      '    paragraph |第一条所称停车场，包括公共停车场。',
      'chapter 第二章|规划与建设',
      '  section 第一节|规划',
      '    article 第三条|市规划部门应当会同下列部门编制规划：',
      '      item （一）|公安机关；',
      '      item （二）|城市管理部门：',
      '        item 1.|市级；',
      '        item 2.|区级；',
      '      item （三）|其他部门。',
      '      paragraph |前款规划应当公开。',
    ]);
    expect(draft.report.counts).toEqual({ chapter: 2, section: 1, article: 3, item: 5, paragraph: 2 });
    expect(draft.report.warnings).toEqual([]);
  });

  it('has its automatic numbers counted again, also those of styles and across chapters', async () => {
    const draft = await read(
      docx({
        styles: stylesXml,
        numbering: numbering([
          [
            { format: 'chineseCountingThousand', text: '第%1章' },
            { format: 'chineseCountingThousand', text: '第%2条', restart: 0 },
            { format: 'chineseCounting', text: '（%3）' },
          ],
          [{ format: 'decimal', text: '%1.' }],
        ]),
        body: [
          paragraph('总则', { list: 1 }),
          ...Array.from({ length: 11 }, (_, i) => paragraph(`内容${i}。`, { list: 1, listLevel: 1 })),
          paragraph('罚则', { list: 1 }),
          paragraph('处罚如下：', { list: 1, listLevel: 1 }),
          paragraph('警告；', { list: 1, listLevel: 2 }),
          paragraph('罚款：', { list: 1, listLevel: 2 }),
          paragraph('个人；', { list: 2 }),
          paragraph('单位。', { list: 2 }),
          paragraph('附加。', { list: 1, listLevel: 1 }),
          paragraph('没收。', { list: 1, listLevel: 2 }),
        ].join(''),
      }),
    );
    expect(lines(draft).filter((line) => !line.includes('内容'))).toEqual([
      'chapter 第一章|总则',
      'chapter 第二章|罚则',
      '  article 第十二条|处罚如下：',
      '    item （一）|警告；',
      '    item （二）|罚款：',
      '      item 1.|个人；',
      '      item 2.|单位。',
      '  article 第十三条|附加。',
      '    item （一）|没收。',
    ]);
    expect(draft.report.warnings).toEqual([]);
  });

  it('has empty numbered paragraphs counted as Word does, and none that were taken out', async () => {
    const list = numbering([
      [
        { format: 'chineseCounting', text: '第%1条' },
        { format: 'chineseCounting', text: '（%2）' },
      ],
    ]);
    const deleted =
      '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>';
    const body = [
      paragraph('甲。', { list: 1 }),
      deleted,
      paragraph('', { list: 1 }, ''),
      paragraph('乙。'),
      paragraph('', { list: 1, listLevel: 1 }, ''),
      paragraph('子。', { list: 1, listLevel: 1 }),
    ];
    expect(lines(await read(docx({ numbering: list, body: body.join('') })))).toEqual([
      'article 第一条|甲。',
      'article 第二条|乙。',
      '  item （二）|子。',
    ]);
  });

  it('keeps tables with merged cells, bold and links, footnotes with their paragraph', async () => {
    const draft = await read(
      docx({
        footnotes: notesXml(['见国务院令第 1 号。']),
        links: { web: 'https://example.org/a?b=1&c=2' },
        body: [
          paragraph(
            '',
            {},
            run('第一条　') +
              run('收费', '<w:b/>') +
              run('标准') +
              run('如下') +
              '<w:r><w:footnoteReference w:id="1"/></w:r>',
          ),
          table(
            [
              ['区域', '白天', '夜间'],
              ['一类', '10元', '5元'],
              ['', '8元', '4元'],
            ],
            { '1,0': '<w:vMerge w:val="restart"/>', '2,0': '<w:vMerge/>' },
          ),
          paragraph('', {}, `<w:hyperlink r:id="web">${run('详情')}</w:hyperlink>`),
        ].join(''),
      }),
    );
    expect(draft.blocks.map(({ html }) => html)).toEqual([
      '<strong>收费</strong>标准如下<sup>[1]</sup><small>[1] 见国务院令第 1 号。</small>',
      '<table><tbody><tr><th scope="col">区域</th><th scope="col">白天</th><th scope="col">夜间</th></tr><tr><td rowspan="2">一类</td><td>10元</td><td>5元</td></tr><tr><td>8元</td><td>4元</td></tr></tbody></table>',
      '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">详情</a>',
    ]);
    expect(draft.blocks[0]?.text).toBe('收费标准如下\n见国务院令第 1 号。');
    expect(draft.blocks[1]?.text).toBe('区域 | 白天 | 夜间\n一类 | 10元 | 5元\n8元 | 4元');
    expect(draft.blocks[1]?.parent).toBe(0);
  });
});
